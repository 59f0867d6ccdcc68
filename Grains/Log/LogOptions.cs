using System.ComponentModel.DataAnnotations;

namespace Orleans.Realtime.Grains.Log;

/// <summary>How logs are written and what of them is held in memory. Section <c>Log</c>.</summary>
internal sealed class LogOptions
{
    /// <summary>Configuration section.</summary>
    public const string Section = "Log";

    /// <summary>Most messages in one append, and in one publish of a stream that gathers several calls. Messages; default 512; 1 to 10,000.</summary>
    [Range(1, 10_000)]
    public int MaxBatchMessages { get; set; } = 512;

    /// <summary>Most payload in one append; a larger message goes alone. Bytes; default 1 MiB; 1 KiB to 64 MiB.</summary>
    [Range(1024, 64 * 1024 * 1024)]
    public int MaxBatchBytes { get; set; } = 1024 * 1024;

    /// <summary>
    /// Most messages that wait for one log's next append, and most of one call; the same for the next publish of one stream. Overflow: the newcomer is refused with
    /// <c>unavailable</c>, which tells its sender to try again with the same id. Messages; default 10,000; 1 to 1,000,000.
    /// </summary>
    [Range(1, 1_000_000)]
    public int MaxPendingMessages { get; set; } = 10_000;

    /// <summary>Most payload that waits for one log's next append. Overflow as above. Bytes; default 64 MiB; 1 MiB to 1 GiB.</summary>
    [Range(1024 * 1024, 1024 * 1024 * 1024)]
    public int MaxPendingBytes { get; set; } = 64 * 1024 * 1024;

    /// <summary>Newest messages a writer keeps at hand for its pumps. Overflow: the oldest are read from the store. Messages; default 1,024; 1 to 65,536.</summary>
    [Range(1, 65_536)]
    public int TailMessages { get; set; } = 1024;

    /// <summary>Most payload of those. Overflow: the oldest are read from the store. Bytes; default 4 MiB; 0 (newest message only) to 1 GiB.</summary>
    [Range(0, 1024 * 1024 * 1024)]
    public int TailBytes { get; set; } = 4 * 1024 * 1024;

    /// <summary>How long a message is recognised when it is sent again. Time; default 2 minutes; 1 second to 1 hour.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan IdempotencyWindow { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>Most messages of one sender that are recognised. Overflow: the sender's oldest is forgotten. Messages; default 1,000; 1 to 100,000.</summary>
    [Range(1, 100_000)]
    public int IdempotencyMaxPerSender { get; set; } = 1000;

    /// <summary>Most messages of one log that are recognised. Overflow: the oldest is forgotten. Messages; default 20,000; 1 to 1,000,000.</summary>
    [Range(1, 1_000_000)]
    public int IdempotencyMaxTotal { get; set; } = 20_000;

    /// <summary>In-memory store: how often aged entries and idle logs are swept out. Time; default 1 minute; 1 second to 1 hour.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan SweepPeriod { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>
    /// In-memory store: most bytes of all logs together, payload and an estimate of the rest; of all streams together as many again. Overflow: appends and
    /// publishes are refused with <c>unavailable</c> until retention or trimming has made room. Bytes; default 1 GiB; 1 MiB to 1 TiB.
    /// </summary>
    [Range(1024L * 1024, 1024L * 1024 * 1024 * 1024)]
    public long InMemoryMaxBytes { get; set; } = 1024L * 1024 * 1024;

    /// <summary>
    /// Most fields of one map that wait to be written. Overflow: the map's owner refuses with <c>unavailable</c> what would change more. Fields;
    /// default 100,000; 1 to 10,000,000.
    /// </summary>
    [Range(1, 10_000_000)]
    public int MapMaxPendingFields { get; set; } = 100_000;

    /// <summary>Most fields of a map: a larger one cannot be read, so it is not to grow beyond. Fields; default 100,000; 1 to 10,000,000.</summary>
    [Range(1, 10_000_000)]
    public int MapMaxFields { get; set; } = 100_000;

    /// <summary>Most fields of a map in one write. Fields; default 1,000; 1 to 10,000.</summary>
    [Range(1, 10_000)]
    public int MapMaxBatchFields { get; set; } = 1000;

    /// <summary>
    /// How far the log may go on before a map that is made from it states again which position it reflects: so many entries are read again at most when
    /// its owner moves. Messages; default 1,000; 1 to 100,000, well below what the log keeps.
    /// </summary>
    [Range(1, 100_000)]
    public int MapCheckpoint { get; set; } = 1000;

    /// <summary>Pause before a failed write of a map is tried again; doubles with every further one. Time; default 100 milliseconds; 1 millisecond to 1 minute.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "00:01:00")]
    public TimeSpan MapRetryDelay { get; set; } = TimeSpan.FromMilliseconds(100);

    /// <summary>Longest of those pauses. Time; default 5 seconds; 1 millisecond to 10 minutes.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "00:10:00")]
    public TimeSpan MapMaxRetryDelay { get; set; } = TimeSpan.FromSeconds(5);
}
