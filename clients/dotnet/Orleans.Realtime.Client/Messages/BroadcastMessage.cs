namespace Orleans.Realtime.Client.Messages;

/// <summary>To every live connection; kept nowhere.</summary>
public sealed record BroadcastMessage : RealtimeMessage;
