using System.Diagnostics.Metrics;
using Orleans.Realtime.Grains.Interfaces;
using Orleans.Realtime.Grains.Interfaces.Messaging;

namespace Orleans.Realtime.Grains.Diagnostics;

/// <summary>What the logs take. No tag names a user or a room.</summary>
internal sealed class LogMetrics
{
    private readonly Counter<long> _appended;
    private readonly Counter<long> _duplicates;
    private readonly Counter<long> _refused;
    private readonly Counter<long> _liveOnly;
    private readonly Histogram<double> _duration;
    private readonly Histogram<int> _flush;

    public LogMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(GrainsMeter.Name);
        _appended = meter.CreateCounter<long>("realtime.log.appended", "{message}", "Messages stored.");
        _duplicates = meter.CreateCounter<long>("realtime.log.duplicates", "{message}", "Messages recognised as sent before.");
        _refused = meter.CreateCounter<long>("realtime.log.refused", "{message}", "Messages that were not stored, or not certainly.");
        _liveOnly = meter.CreateCounter<long>("realtime.log.live_only", "{message}", "Messages that could not be stored and went only to those who listened.");
        _duration = meter.CreateHistogram<double>("realtime.log.append.duration", "s", "From the call to its receipts: waiting for the flush and the flush itself.");
        _flush = meter.CreateHistogram<int>("realtime.log.flush.size", "{message}", "Messages stored by one flush.");
    }

    public void Appended(int messages)
    {
        _appended.Add(messages);
        _flush.Record(messages);
    }

    public void LiveOnly(int messages) => _liveOnly.Add(messages);

    public void Answered(IReadOnlyList<PublishReceipt> receipts, TimeSpan elapsed)
    {
        _duration.Record(elapsed.TotalSeconds);
        for (var i = 0; i < receipts.Count; i++)
        {
            if (receipts[i].Error != RealtimeErrorCode.None)
            {
                _refused.Add(1);
            }
            else if (receipts[i].Duplicate)
            {
                _duplicates.Add(1);
            }
        }
    }
}
