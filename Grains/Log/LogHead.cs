using Orleans.Realtime.Grains.Interfaces.Messaging;

namespace Orleans.Realtime.Grains.Log;

/// <summary>What a log's store knows about one log without reading an entry.</summary>
/// <param name="Epoch">Random id of this life of the log; empty when the log does not exist.</param>
/// <param name="FirstSeq">The oldest position still held; <paramref name="LastSeq"/> + 1 when nothing is.</param>
/// <param name="LastSeq">The newest position ever written, 0 when none was.</param>
/// <param name="AckedSeq">The cursor kept beside the log: an inbox's acknowledged position, 0 before the first.</param>
internal readonly record struct LogHead(string Epoch, long FirstSeq, long LastSeq, long AckedSeq)
{
    /// <summary>The head of a log that does not exist.</summary>
    public static readonly LogHead None = new(string.Empty, 1, 0, 0);

    /// <summary>Whether the log exists.</summary>
    public bool Exists => Epoch.Length > 0;

    /// <summary>Whether the log holds no entry.</summary>
    public bool IsEmpty => FirstSeq > LastSeq;

    /// <summary>Where the next entry goes behind: what a writer states when it appends.</summary>
    public LogPosition Position => new(LastSeq, Epoch);
}
