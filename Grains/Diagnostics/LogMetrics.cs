using System.Diagnostics.Metrics;
using Orleans.Realtime.Grains.Interfaces;
using Orleans.Realtime.Grains.Interfaces.Messaging;
using Orleans.Realtime.ServiceDefaults.Diagnostics;

namespace Orleans.Realtime.Grains.Diagnostics;

/// <summary>What the logs take. No tag names a user or a room.</summary>
internal sealed class LogMetrics
{
    private static readonly int[] RoomSizes = [0, 1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000, 50_000];

    private readonly Counter<long> _appended;
    private readonly Counter<long> _duplicates;
    private readonly Counter<long> _refused;
    private readonly Counter<long> _liveOnly;
    private readonly Histogram<double> _duration;
    private readonly Histogram<int> _flush;
    private readonly Histogram<int> _roomConnections;
    private readonly Counter<long> _conflicts;
    private long _appendedTotal;
    private long _duplicatesTotal;
    private long _refusedTotal;

    public LogMetrics(IMeterFactory meters, TimeProvider time)
    {
        Recent = new RecentLatency(time);
        var meter = meters.Create(GrainsMeter.Name);
        _appended = meter.CreateCounter<long>("realtime.log.appended", "{message}", "Messages stored.");
        _duplicates = meter.CreateCounter<long>("realtime.log.duplicates", "{message}", "Messages recognised as sent before.");
        _refused = meter.CreateCounter<long>("realtime.log.refused", "{message}", "Messages that were not stored, or not certainly.");
        _liveOnly = meter.CreateCounter<long>("realtime.log.live_only", "{message}", "Messages that could not be stored and went only to those who listened.");
        _duration = meter.CreateHistogram<double>("realtime.log.append.duration", "s", "From the call to its receipts: waiting for the flush and the flush itself.");
        _flush = meter.CreateHistogram<int>("realtime.log.flush.size", "{message}", "Messages stored by one flush.");
        _conflicts = meter.CreateCounter<long>("realtime.log.conflicts", "{log}", "Logs given up because another activation writes them, or because they were lost.");
        _roomConnections = meter.CreateHistogram<int>("realtime.room.connections", "{connection}",
            "Connections that listen to a room, observed with every flush of a room.",
            advice: new InstrumentAdvice<int> { HistogramBucketBoundaries = RoomSizes });
    }

    /// <summary>Messages stored so far.</summary>
    public long AppendedTotal => Interlocked.Read(ref _appendedTotal);

    /// <summary>Messages recognised as sent before, so far.</summary>
    public long DuplicatesTotal => Interlocked.Read(ref _duplicatesTotal);

    /// <summary>Messages that were not stored, or not certainly, so far.</summary>
    public long RefusedTotal => Interlocked.Read(ref _refusedTotal);

    /// <summary>What <c>realtime.log.append.duration</c> counts, of the last seconds.</summary>
    public RecentLatency Recent { get; }

    public void Appended(int messages)
    {
        Interlocked.Add(ref _appendedTotal, messages);
        _appended.Add(messages);
        _flush.Record(messages);
    }

    public void LiveOnly(int messages) => _liveOnly.Add(messages);

    /// <summary>A room has new messages for so many connections.</summary>
    public void RoomFlushed(int connections) => _roomConnections.Record(connections);

    /// <summary>An activation found that it is not the log's only writer, or that the log is not what it was.</summary>
    public void Conflicted() => _conflicts.Add(1);

    public void Answered(IReadOnlyList<PublishReceipt> receipts, TimeSpan elapsed)
    {
        _duration.Record(elapsed.TotalSeconds);
        Recent.Record(elapsed);
        for (var i = 0; i < receipts.Count; i++)
        {
            if (receipts[i].Error != RealtimeErrorCode.None)
            {
                Interlocked.Increment(ref _refusedTotal);
                _refused.Add(1);
            }
            else if (receipts[i].Duplicate)
            {
                Interlocked.Increment(ref _duplicatesTotal);
                _duplicates.Add(1);
            }
        }
    }
}
