namespace Orleans.Realtime.Client.Messages;

/// <summary>Inbox: what a user or a service sent to this user.</summary>
public sealed record UserMessage : RealtimeMessage;
