namespace Orleans.Realtime.Client.Streams;

/// <summary>How a stream is subscribed to.</summary>
public sealed record StreamSubscribeOptions : SendOptions
{
    /// <summary><c>$</c>: from now on. <c>0</c>: from the beginning. Or the id of the last entry that is known. Default <c>$</c>.</summary>
    public string StartId { get; init; } = "$";

    /// <summary>Called by the loop, between the entries, where the stream was trimmed behind this subscription's place. Default none.</summary>
    public Action<StreamGap>? OnGap { get; init; }

    /// <summary>Entries that may wait for the loop: 1 to 1,000,000; more end it with <c>overflow</c>. Default 1,000.</summary>
    public int MaxBuffered { get; init; } = 1_000;
}
