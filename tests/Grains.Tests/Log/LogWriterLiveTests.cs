using Microsoft.Extensions.Logging.Abstractions;
using Orleans.Realtime.Grains.Interfaces;
using Orleans.Realtime.Grains.Interfaces.Messaging;
using Orleans.Realtime.Grains.Log;
using static Orleans.Realtime.Grains.Tests.Log.LogTestData;
using static Orleans.Realtime.Grains.Tests.Log.LogWriterFixture;

namespace Orleans.Realtime.Grains.Tests.Log;

/// <summary>A writer that fails open, over a store that fails.</summary>
public sealed class LogWriterLiveTests
{
    private readonly LogWriterFixture _log = new();
    private readonly RecordingListener _owner = new() { CanDeliverLive = true };
    private readonly LogWriter _writer;

    public LogWriterLiveTests() =>
        _writer = new LogWriterFactory(_log.Store, new LogOptions(), KeepAll, KeepAll, KeepAll, _log.Clock, NullLogger.Instance, UnavailablePolicy.DeliverLive).Create(_log.Log, _owner);

    [Fact]
    public Task WhileStorageIsAway_MessagesGoLive_WithoutAPosition_AndTheLogGoesOnAfterwards() => InTurnsAsync(async () =>
    {
        await AppendAsync(NewMessage("a"));
        _log.Store.IsDown = true;
        var live = await AppendAsync(NewMessage("b"));
        _log.Store.IsDown = false;
        var stored = await AppendAsync(NewMessage("c"));

        (live.LiveOnly, live.Seq, live.Error, live.MessageId).ShouldBe((true, 0, RealtimeErrorCode.None, "b"));
        (stored.LiveOnly, stored.Seq).ShouldBe((false, 2));
        _owner.Live.Select(message => (message.Id, message.Seq)).ShouldBe([("b", 0L)]);
        (await _log.StoredIdsAsync()).ShouldBe(["a", "c"]);
    });

    [Fact]
    public Task LiveMessage_SentAgain_IsNeitherDeliveredNorStored_BeforeOrAfterStorageIsBack() => InTurnsAsync(async () =>
    {
        await AppendAsync(NewMessage("a"));
        _log.Store.IsDown = true;
        var first = await AppendAsync(NewMessage("b", clientId: "c1"));
        var again = await AppendAsync(NewMessage("b2", clientId: "c1"));
        _log.Store.IsDown = false;
        var later = await AppendAsync(NewMessage("b3", clientId: "c1"));

        again.ShouldBe(first with { Duplicate = true });
        later.ShouldBe(again);
        _owner.Live.Ids().ShouldBe(["b"]);
        (await _log.StoredIdsAsync()).ShouldBe(["a"]);
    });

    [Fact]
    public Task StoredMessage_SentAgainWhileStorageIsAway_GetsItsReceipt() => InTurnsAsync(async () =>
    {
        var stored = await AppendAsync(NewMessage("a", clientId: "c1"));
        _log.Store.IsDown = true;

        (await AppendAsync(NewMessage("a2", clientId: "c1"))).ShouldBe(stored with { Duplicate = true });
        _owner.Live.ShouldBeEmpty();
    });

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public Task UncertainMessage_IsNeverDeliveredLive_AndComesOutOfTheLogOnce(bool stored) => InTurnsAsync(async () =>
    {
        await AppendAsync(NewMessage("a"));
        _log.Store.FailNextAppends(stored ? AppendFault.LostAnswerThenDown : AppendFault.LostRequestThenDown);
        (await AppendAsync(NewMessage("b", clientId: "c1"))).Error.ShouldBe(RealtimeErrorCode.Timeout);
        (await AppendAsync(NewMessage("b2", clientId: "c1"))).Error.ShouldBe(RealtimeErrorCode.Unavailable);
        (await AppendAsync(NewMessage("d"))).LiveOnly.ShouldBeTrue();
        _log.Store.IsDown = false;

        (await AppendAsync(NewMessage("b3", clientId: "c1"))).Seq.ShouldBe(2);

        _owner.Live.Ids().ShouldBe(["d"]);
        (await _log.StoredIdsAsync()).ShouldBe(["a", stored ? "b" : "b3"]);
        _owner.Entries.Seqs().ShouldBe([1, 2]);
    });

    [Fact]
    public Task NobodyListens_OrTheLogWasNeverOpened_IsUnavailable() => InTurnsAsync(async () =>
    {
        _log.Store.IsDown = true;
        (await AppendAsync(NewMessage("a"))).Error.ShouldBe(RealtimeErrorCode.Unavailable);
        _log.Store.IsDown = false;
        await AppendAsync(NewMessage("b"));
        _log.Store.IsDown = true;
        _owner.CanDeliverLive = false;

        (await AppendAsync(NewMessage("c"))).Error.ShouldBe(RealtimeErrorCode.Unavailable);
        _owner.Live.ShouldBeEmpty();
    });

    [Fact]
    public Task ThoseThatWait_GoLiveInOrder_OnceEach() => InTurnsAsync(async () =>
    {
        await AppendAsync(NewMessage("a"));
        _log.Store.Hold();
        _log.Store.FailNextAppends(AppendFault.Unavailable);
        var first = _writer.AppendAsync([NewMessage("b"), NewMessage("b")]);
        var second = _writer.AppendAsync([NewMessage("c"), NewMessage("d")]);
        _log.Store.Release();

        (await first).Select(receipt => (receipt.LiveOnly, receipt.Duplicate)).ShouldBe([(true, false), (true, true)]);
        (await second).ShouldAllBe(receipt => receipt.LiveOnly);
        _owner.Live.Ids().ShouldBe(["b", "c", "d"]);
        _writer.LastSeq.ShouldBe(1);
    });

    private async Task<PublishReceipt> AppendAsync(Message message) => (await _writer.AppendAsync([message])).Single();
}
