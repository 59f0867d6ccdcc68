namespace Orleans.Realtime.Grains.Interfaces.Streams;

/// <summary>Messages that enter a stream one behind the other, all or none.</summary>
/// <param name="Messages">1 to <see cref="MaxMessages"/>.</param>
/// <param name="IdempotencyKey">
/// Makes it safe to repeat: within <c>Streams:IdempotencyWindow</c> the same key adds nothing and gets the first receipt. Unique per stream, so put the
/// sender into it; at most <see cref="MaxKeyLength"/> characters; none: every repetition adds.
/// </param>
[GenerateSerializer]
[Immutable]
[Alias("realtime.stream-publish")]
public sealed record StreamPublish([property: Id(0)] StreamMessage[] Messages, [property: Id(1)] string? IdempotencyKey = null)
{
    /// <summary>Most messages of one publish.</summary>
    public const int MaxMessages = 1_000;

    /// <summary>Longest idempotency key, in characters.</summary>
    public const int MaxKeyLength = 256;
}
