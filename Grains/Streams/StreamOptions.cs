namespace Orleans.Realtime.Grains.Streams;

/// <summary>What streams keep and allow. Section <c>Streams</c>.</summary>
public sealed class StreamOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Streams";

    /// <summary>
    /// Newest entries that a stream keeps. Every publish trims to it approximately, a hundred or so may be there more; <see cref="TrimInterval"/> exactly. 0: without
    /// limit. Default 10,000, range 0 to 100,000,000.
    /// </summary>
    public long MaxLength { get; set; } = 10_000;

    /// <summary>
    /// How often a stream that is in use is trimmed to <see cref="MaxLength"/> exactly, whoever wrote to it. 0: never. Default 1 minute, range 0 or 1 second to 1 day.
    /// </summary>
    public TimeSpan TrimInterval { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>
    /// How long a consumer that asks for nothing and has nothing pending stays in its group's list, while the stream is in use: what a process that was killed leaves. It is
    /// looked for once a minute. 0: for ever. Default 10 minutes, range 0 or 1 minute to 30 days.
    /// </summary>
    public TimeSpan ConsumerExpiry { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>For how long a repeated publish with the same idempotency key is recognised. Default 2 minutes, range 1 second to 1 day.</summary>
    public TimeSpan IdempotencyWindow { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>
    /// Data of so many bytes and more are compressed in storage (gzip, marked in the entry), where that makes them smaller. 0: never. Bytes; default 16,384, range 0 to
    /// 16,777,216.
    /// </summary>
    public int CompressFrom { get; set; } = 16 * 1024;

    /// <summary>Data in one answer, beyond its first entry. Bytes; default 1,048,576, range 1,024 to 67,108,864.</summary>
    public int MaxReadBytes { get; set; } = 1024 * 1024;

    /// <summary>Longest time that one call waits in a stream; callers ask again. Below <c>Calls:ResponseTimeout</c>. Default 3 seconds, range 10 milliseconds to 1 minute.</summary>
    public TimeSpan MaxWait { get; set; } = TimeSpan.FromSeconds(3);

    /// <summary>
    /// Calls that wait in one stream at once. Overflow: the newcomer is answered at once, as if its time were over. Default 5,000, range 1 to half of
    /// <c>Calls:MaxWaiting</c>, so that there is always room for those who publish.
    /// </summary>
    public int MaxWaiting { get; set; } = 5_000;
}
