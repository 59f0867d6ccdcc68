using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Orleans.Realtime.Grains.Interfaces;
using Orleans.Realtime.Grains.Interfaces.Messaging;
using Orleans.Realtime.Grains.Log;
using Orleans.Realtime.Grains.Log.Maps;
using Orleans.Realtime.Tests.Shared;
using static Orleans.Realtime.Grains.Tests.Log.LogTestData;
using static Orleans.Realtime.Grains.Tests.Log.LogWriterFixture;

namespace Orleans.Realtime.Grains.Tests.Log.Maps;

public sealed class MapWriterTests : IDisposable, IMapListener
{
    private static readonly LogMapId Members = new(LogId.Room("g1"), "members");

    private readonly FakeTimeProvider _clock = new();
    private readonly LogOptions _options = new() { MapMaxBatchFields = 3, MapMaxPendingFields = 10, MapCheckpoint = 5 };
    private readonly InMemoryMessageLog _memory;
    private readonly FaultyLogMaps _store;
    private LogHead _head;
    private int _fenced;

    public MapWriterTests()
    {
        _memory = new(Options.Create(new LogOptions()), _clock);
        _store = new(_memory);
    }

    void IMapListener.OnMapFenced() => _fenced++;

    [Fact]
    public Task Changes_OfOneTurn_GoTogether_AndThoseOfAWriteUnderWayGoWithTheNext() => InTurnsAsync(async () =>
    {
        var writer = await LoadAsync();
        _store.Holds = true;
        await AppendAsync(4);
        writer.Set("a", One);
        writer.Set("b", One);
        writer.Advance(1);
        var first = writer.FlushAsync();
        await UntilAsync(() => _store.Writes.Count == 1);

        writer.Set("a", Two);
        writer.Remove("b");
        writer.Advance(2);
        writer.Set("a", One);
        writer.Advance(3);
        var second = writer.FlushAsync();
        _store.Release();
        await first;
        second.IsCompleted.ShouldBeFalse();
        _store.Release();
        await second;

        _store.Writes.ShouldBe([(2, 1, true), (2, 3, true)]);
        (await TextAsync()).ShouldBe("3: a=1");
        writer.Pending.ShouldBe(0);
    });

    [Fact]
    public Task ManyChanges_AreWrittenInParts_AndThePositionMovesWithTheLast() => InTurnsAsync(async () =>
    {
        var writer = await LoadAsync();
        await AppendAsync(1);
        for (var i = 0; i < 7; i++)
        {
            writer.Set("f" + i, One);
        }

        writer.Advance(1);
        await writer.FlushAsync();

        _store.Writes.ShouldBe([(3, 1, false), (3, 1, false), (1, 1, true)]);
    });

    [Fact]
    public Task Failure_IsTriedAgain_UntilItIsStored_AndWhoWaitsIsTold() => InTurnsAsync(async () =>
    {
        var writer = await LoadAsync();
        await AppendAsync(2);
        _store.IsDown = true;
        writer.Set("a", One);
        writer.Set("b", One);
        writer.Advance(1);

        (await Should.ThrowAsync<RealtimeException>(writer.FlushAsync())).Code.ShouldBe(RealtimeErrorCode.Unavailable);
        (await Should.ThrowAsync<RealtimeException>(writer.FlushAsync())).Code.ShouldBe(RealtimeErrorCode.Unavailable);
        writer.Set("a", Two);
        writer.Advance(2);
        _store.IsDown = false;
        _store.Writes.Count.ShouldBe(2);
        await UntilAsync(() =>
        {
            _clock.Advance(_options.MapRetryDelay);
            return writer.Pending == 0;
        });

        (await TextAsync()).ShouldBe("2: a=2,b=1");
    });

    [Fact]
    public Task LostAnswer_IsNotTakenForAnotherWriter() => InTurnsAsync(async () =>
    {
        var writer = await LoadAsync();
        await AppendAsync(3);
        _store.LosesAnswers = true;
        writer.Set("a", One);
        writer.Advance(1);
        await Should.ThrowAsync<RealtimeException>(writer.FlushAsync());
        _store.LosesAnswers = false;
        writer.Set("b", Two);
        writer.Advance(2);

        await writer.FlushAsync();

        (await TextAsync()).ShouldBe("2: a=1,b=2");
        _fenced.ShouldBe(0);
    });

    [Fact]
    public Task OwnerFromBefore_IsFenced_AndTheMapStaysTheNewOwners() => InTurnsAsync(async () =>
    {
        var old = await LoadAsync();
        await AppendAsync(2);
        var present = await LoadAsync();
        present.Set("a", Two);
        present.Advance(2);
        await present.FlushAsync();

        old.Set("a", One);
        old.Advance(1);
        (await Should.ThrowAsync<RealtimeException>(old.FlushAsync())).Code.ShouldBe(RealtimeErrorCode.Unavailable);

        (old.IsFenced, _fenced).ShouldBe((true, 1));
        old.Set("c", One);
        await Should.ThrowAsync<RealtimeException>(old.FlushAsync());
        (await TextAsync()).ShouldBe("2: a=2");
        old.Pending.ShouldBe(0);
    });

    [Fact]
    public Task LogWithoutChanges_MovesThePositionNowAndThen() => InTurnsAsync(async () =>
    {
        var writer = await LoadAsync();
        await AppendAsync(12);
        for (var seq = 1; seq <= 12; seq++)
        {
            writer.Advance(seq);
            await Task.Yield();
        }

        await UntilAsync(() => _store.Writes.Count > 0);
        _store.Writes.Count.ShouldBeInRange(1, 2);
        await writer.FlushAsync();
        (await TextAsync()).ShouldBe("12: ");
    });

    [Fact]
    public Task Load_GivesTheMapAndItsPosition_AndIsRefusedByAStrangeLog() => InTurnsAsync(async () =>
    {
        var writer = await LoadAsync();
        await AppendAsync(2);
        writer.Set("a", One);
        writer.Advance(2);
        await writer.FlushAsync();

        var next = NewWriter();
        var map = await next.LoadAsync(_head);

        (map.Seq, next.Seq, map.Fields.Single().Key).ShouldBe((2, 2, "a"));
        next.FlushAsync().IsCompletedSuccessfully.ShouldBeTrue();
        await Should.ThrowAsync<RealtimeException>(NewWriter().LoadAsync(_head with { Epoch = "other" }));
        await Should.ThrowAsync<RealtimeException>(NewWriter().LoadAsync(_head with { LastSeq = 1 }));
        _store.IsDown = true;
        await Should.ThrowAsync<RealtimeException>(NewWriter().LoadAsync(_head));
    });

    [Fact]
    public Task FreeMap_OfTwoOwners_KeepsTheGreatestNumber() => InTurnsAsync(async () =>
    {
        await OpenAsync();
        var factory = Factory();
        var (one, other) = (factory.CreateFree(Members, this), factory.CreateFree(Members, this));
        await one.LoadAsync(_head);
        await other.LoadAsync(_head);
        one.Raise("u1", 7);
        other.Raise("u1", 5);
        other.Raise("u2", 9);
        other.Raise("u2", 8);

        await one.FlushAsync();
        await other.FlushAsync();

        (await TextAsync()).ShouldBe("0: u1=7,u2=9");
        _fenced.ShouldBe(0);
    });

    [Fact]
    public Task HasRoom_IsFalseWhenTooMuchWaits() => InTurnsAsync(async () =>
    {
        var writer = await LoadAsync();
        writer.HasRoom(10).ShouldBeTrue();
        writer.HasRoom(11).ShouldBeFalse();
        writer.Set("a", One);

        writer.HasRoom(10).ShouldBeFalse();
        writer.HasRoom(9).ShouldBeTrue();
    });

    [Fact]
    public Task Close_EndsTheAttempts_AndDelete_RemovesTheMap() => InTurnsAsync(async () =>
    {
        var writer = await LoadAsync();
        await AppendAsync(1);
        writer.Set("a", One);
        writer.Advance(1);
        await writer.FlushAsync();
        _store.IsDown = true;
        writer.Set("b", One);
        var flush = writer.FlushAsync();
        await UntilAsync(() => _store.Writes.Count == 2);
        writer.Close();
        await Should.ThrowAsync<RealtimeException>(flush);
        await UntilAsync(() => _clock.ActiveTimers == 1);

        await Should.ThrowAsync<RealtimeException>(writer.DeleteAsync());
        _store.IsDown = false;
        await writer.DeleteAsync();

        (await TextAsync()).ShouldBe("0: ");
    });

    [Fact]
    public void Then_OfARaiseAfterARemoval_DoesNotMeetTheOldNumber()
    {
        var change = MapChange.Raise("a", 9).Then(MapChange.Remove("a")).Then(MapChange.Raise("a", 3));

        (change.Kind, MapChange.NumberOf(change.Value)).ShouldBe((MapChangeKind.Set, 3));
        MapChange.NumberOf(change.Then(MapChange.Raise("a", 2)).Value).ShouldBe(3);
        MapChange.NumberOf(change.Then(MapChange.Raise("a", 4)).Value).ShouldBe(4);
        MapChange.Raise("a", 5).Then(MapChange.Raise("a", 4)).Number.ShouldBe(5);
    }

    [Fact]
    public void Names_AndSizes_AreChecked()
    {
        Should.Throw<ArgumentException>(() => new LogMapId(Members.Log, "Members"));
        Should.Throw<ArgumentException>(() => new LogMapId(Members.Log, string.Empty));
        Should.Throw<ArgumentException>(() => MapChange.Remove(string.Empty));
        Should.Throw<ArgumentException>(() => MapChange.Set("a", new byte[MapChange.MaxValueBytes + 1]));
        Should.Throw<ArgumentException>(() => MapChange.Raise("a", -1));
    }

    public void Dispose() => _memory.Dispose();

    private static byte[] One => "1"u8.ToArray();

    private static byte[] Two => "2"u8.ToArray();

    private static async Task UntilAsync(Func<bool> condition)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (!condition())
        {
            await Task.Delay(1, patience.Token);
        }
    }

    private MapWriterFactory Factory() => new(_store, Options.Create(_options), _clock, NullLogger<MapWriter>.Instance);

    private MapWriter NewWriter() => Factory().CreateReflecting(Members, this);

    private async Task<MapWriter> LoadAsync()
    {
        await OpenAsync();
        var writer = NewWriter();
        await writer.LoadAsync(_head);
        return writer;
    }

    private async Task OpenAsync() => _head = await _memory.OpenAsync(Members.Log, KeepAll);

    private async Task AppendAsync(int count) => _head = await _memory.AppendAsync(Members.Log, _head.Position, Entries(_head.Position, count, _clock), KeepAll);

    private async Task<string> TextAsync()
    {
        var map = await _memory.ReadAllAsync(Members, 100);
        return $"{map.Seq}: " + string.Join(',', map.Fields.Select(field => field.Key + "=" + Encoding.UTF8.GetString(field.Value)).Order(StringComparer.Ordinal));
    }
}
