using System.Collections.Concurrent;
using System.Diagnostics;
using Orleans.Realtime.ServiceDefaults.Diagnostics;

namespace Orleans.Realtime.Gateway.Web.Tests.Publishing;

/// <summary>Hears the spans of this process until it is disposed; those of tests beside are told apart by the message.</summary>
internal sealed class SpanRecorder : IDisposable
{
    private readonly ConcurrentQueue<Activity> _ended = new();
    private readonly ActivityListener _listener;

    public SpanRecorder()
    {
        _listener = new ActivityListener
        {
            ShouldListenTo = static source => source.Name == RealtimeTraces.SourceName,
            Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = _ended.Enqueue,
        };
        ActivitySource.AddActivityListener(_listener);
    }

    public IReadOnlyList<Activity> Of(string messageId) =>
        [.. _ended.Where(span => span.GetTagItem("messaging.message.id") is string id && id == messageId)];

    public void Dispose() => _listener.Dispose();
}
