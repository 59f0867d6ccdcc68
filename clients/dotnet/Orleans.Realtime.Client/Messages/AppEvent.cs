namespace Orleans.Realtime.Client.Messages;

/// <summary>Inbox, or, without <see cref="RealtimeMessage.Seq"/>, to all: an event of the application's own type.</summary>
public sealed record AppEvent : RealtimeMessage
{
    /// <summary>The application's own type.</summary>
    public required string Type { get; init; }
}
