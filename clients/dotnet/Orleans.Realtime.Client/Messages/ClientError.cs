namespace Orleans.Realtime.Client.Messages;

/// <summary>What failed and is nobody's answer: a handler that threw, a token that could not be had, a room that was lost. It is logged as well.</summary>
/// <param name="Error">What failed.</param>
public sealed record ClientError(RealtimeClientException Error) : RealtimeEvent;
