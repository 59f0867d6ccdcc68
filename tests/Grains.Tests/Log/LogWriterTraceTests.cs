using System.Collections.Concurrent;
using System.Diagnostics;
using Orleans.Realtime.ServiceDefaults.Diagnostics;
using static Orleans.Realtime.Grains.Tests.Log.LogTestData;

namespace Orleans.Realtime.Grains.Tests.Log;

/// <summary>The spans of appends; those of tests beside are told apart by the trace.</summary>
public sealed class LogWriterTraceTests : IDisposable
{
    private readonly string _traceId = ActivityTraceId.CreateRandom().ToHexString();
    private readonly ConcurrentQueue<Activity> _ended = new();
    private readonly ActivityListener _listener;
    private readonly LogWriterFixture _fixture = new();

    public LogWriterTraceTests()
    {
        _listener = new ActivityListener
        {
            ShouldListenTo = static source => source.Name == RealtimeTraces.SourceName,
            Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = _ended.Enqueue,
        };
        ActivitySource.AddActivityListener(_listener);
    }

    private string Trace => $"00-{_traceId}-b7ad6b7169203331-01";

    private IReadOnlyList<Activity> Spans => [.. _ended.Where(span => span.TraceId.ToHexString() == _traceId)];

    public void Dispose() => _listener.Dispose();

    [Fact]
    public async Task Append_IsRecorded_ForMessagesThatCarryATrace_AndTheLogKeepsIt()
    {
        await _fixture.Writer.AppendAsync([NewMessage("a") with { TraceParent = Trace }, NewMessage("b"), NewMessage("c") with { TraceParent = "nonsense" }]);

        var span = Spans.ShouldHaveSingleItem();
        span.OperationName.ShouldBe("realtime.append");
        span.ParentSpanId.ToHexString().ShouldBe("b7ad6b7169203331");
        span.TagObjects.ShouldBe([new("realtime.log.kind", "room"), new("messaging.message.id", "a")]);
        _fixture.Owner.Entries.Select(entry => entry.TraceParent).ShouldBe([Trace, null, "nonsense"]);
    }

    [Fact]
    public async Task Append_ThatFails_IsRecordedWithItsError()
    {
        _fixture.Store.FailNextAppends(AppendFault.Unavailable);

        await _fixture.AppendAsync(NewMessage("a") with { TraceParent = Trace });

        var span = Spans.ShouldHaveSingleItem();
        span.Status.ShouldBe(ActivityStatusCode.Error);
        span.GetTagItem("error.type").ShouldBe("Unavailable");
    }
}
