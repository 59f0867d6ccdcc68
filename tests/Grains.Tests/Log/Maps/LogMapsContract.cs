using System.Globalization;
using System.Text;
using Orleans.Realtime.Grains.Interfaces.Messaging;
using Orleans.Realtime.Grains.Log;
using Orleans.Realtime.Grains.Log.Maps;
using static Orleans.Realtime.Grains.Tests.Log.LogTestData;

namespace Orleans.Realtime.Grains.Tests.Log.Maps;

/// <summary>What every store of maps must do.</summary>
public abstract class LogMapsContract
{
    private protected abstract IMessageLog Logs { get; }

    private protected abstract ILogMaps Maps { get; }

    [Fact]
    public async Task Read_OfAMapThatDoesNotExist_IsEmpty()
    {
        LogMapId map = NewMap();
        (await ReadAsync(map)).Epoch.ShouldBeEmpty();
        LogHead head = await Logs.OpenAsync(map.Log, KeepAll);

        LogMap read = await ReadAsync(map);

        (read.Epoch, read.Seq, read.Fields.Count).ShouldBe((head.Epoch, 0, 0));
    }

    [Fact]
    public async Task Write_SetsRemovesAndRaises_InOrder()
    {
        LogMapId map = NewMap();
        string epoch = await OpenAsync(map);

        await Maps.WriteAsync(map, new MapWrite(epoch, [Set("a", "1"), Set("b", "2"), Set("c", "x"), MapChange.Raise("n", 7), MapChange.Remove("none")]));
        await Maps.WriteAsync(map, new MapWrite(epoch, [MapChange.Remove("a"), Set("b", "3"), MapChange.Raise("n", 5), MapChange.Raise("c", 1), Set("d", ""), Set("d", "last")]));

        (await TextAsync(map)).ShouldBe(["b=3", "c=1", "d=last", "n=7"]);
    }

    [Fact]
    public async Task Raise_KnowsEveryPositionApart()
    {
        LogMapId map = NewMap();
        string epoch = await OpenAsync(map);
        const long Large = 1L << 53;

        await Maps.WriteAsync(map, new MapWrite(epoch, [MapChange.Raise("n", Large - 1)]));
        await Maps.WriteAsync(map, new MapWrite(epoch, [MapChange.Raise("n", Large)]));
        await Maps.WriteAsync(map, new MapWrite(epoch, [MapChange.Raise("n", Large - 1)]));

        (await TextAsync(map)).ShouldBe([$"n={Large}"]);
    }

    [Fact]
    public async Task Values_AreBytes_AndFieldsAnyText()
    {
        LogMapId map = NewMap();
        string epoch = await OpenAsync(map);
        byte[] value = [.. Enumerable.Range(0, 256).Select(i => (byte)i)];

        await Maps.WriteAsync(map, new MapWrite(epoch, [MapChange.Set("ü:{}\n ", value), MapChange.Set("empty", [])]));

        LogMap read = await ReadAsync(map);
        read.Fields["ü:{}\n "].ShouldBe(value);
        read.Fields["empty"].ShouldBeEmpty();
    }

    [Fact]
    public async Task ManyFields_AreReadInPages()
    {
        LogMapId map = NewMap();
        string epoch = await OpenAsync(map);
        for (int i = 0; i < 5; i++)
        {
            MapChange[] changes = [.. Enumerable.Range(i * 1000, 1000).Select(n => Set("user-" + Number(n), Number(n)))];
            await Maps.WriteAsync(map, new MapWrite(epoch, changes));
        }

        LogMap read = await ReadAsync(map);

        read.Fields.Count.ShouldBe(5000);
        read.Fields.ShouldAllBe(field => field.Key == "user-" + Encoding.ASCII.GetString(field.Value));
        await Should.ThrowAsync<InvalidDataException>(Maps.ReadAllAsync(map, maxFields: 4999));
    }

    [Fact]
    public async Task Maps_OfOneLog_AndOfOthers_AreApart()
    {
        LogMapId members = NewMap();
        var reads = new LogMapId(members.Log, "reads");
        LogMapId other = NewMap();
        string epoch = await OpenAsync(members);
        string otherEpoch = await OpenAsync(other);
        await Maps.WriteAsync(members, new MapWrite(epoch, [Set("a", "1")]));
        await Maps.WriteAsync(reads, new MapWrite(epoch, [Set("b", "2")]));
        await Maps.WriteAsync(other, new MapWrite(otherEpoch, [Set("c", "3")]));

        await Maps.DeleteAsync(members, epoch);

        (await TextAsync(members)).ShouldBeEmpty();
        (await TextAsync(reads)).ShouldBe(["b=2"]);
        (await TextAsync(other)).ShouldBe(["c=3"]);
    }

    [Fact]
    public async Task Write_ToALogOfAnotherEpoch_OrNone_IsAConflict()
    {
        LogMapId map = NewMap();
        await Should.ThrowAsync<MapConflictException>(async () => await Maps.WriteAsync(map, new MapWrite("none", [Set("a", "1")])));
        string epoch = await OpenAsync(map);
        await Maps.WriteAsync(map, new MapWrite(epoch, [Set("a", "1")]));

        await Should.ThrowAsync<MapConflictException>(async () => await Maps.WriteAsync(map, new MapWrite("other", [Set("a", "2")])));
        await Maps.DeleteAsync(map, "other");

        (await TextAsync(map)).ShouldBe(["a=1"]);
    }

    [Fact]
    public async Task Position_MovesWithTheLastPart_AndRepeatingIsHarmless()
    {
        LogMapId map = NewMap();
        string epoch = await OpenAsync(map, entries: 10);

        (await Maps.WriteAsync(map, new MapWrite(epoch, [Set("a", "1")], AfterSeq: 0, Seq: 5, Moves: false))).ShouldBe(0);
        for (int i = 0; i < 2; i++)
        {
            (await Maps.WriteAsync(map, new MapWrite(epoch, [Set("b", "2")], AfterSeq: 0, Seq: 5, Moves: true))).ShouldBe(5);
        }

        (await Maps.WriteAsync(map, new MapWrite(epoch, [Set("c", "3")], AfterSeq: 0, Seq: 5, Moves: false))).ShouldBe(5);
        (await Maps.WriteAsync(map, new MapWrite(epoch, [], AfterSeq: 5, Seq: 10, Moves: true))).ShouldBe(10);

        (await ReadAsync(map)).Seq.ShouldBe(10);
        (await TextAsync(map)).ShouldBe(["a=1", "b=2", "c=3"]);
    }

    [Theory]
    [InlineData(4, 8)] // An owner from before: the map has gone on.
    [InlineData(7, 9)] // What belongs between is missing.
    [InlineData(5, 11)] // Beyond the log.
    public async Task Write_AtAPositionThatDoesNotFit_IsAConflict(long after, long seq)
    {
        LogMapId map = NewMap();
        string epoch = await OpenAsync(map, entries: 10);
        long stored = after < 5 ? 9 : 5;
        await Maps.WriteAsync(map, new MapWrite(epoch, [Set("a", "1")], AfterSeq: 0, Seq: stored, Moves: true));

        await Should.ThrowAsync<MapConflictException>(async () => await Maps.WriteAsync(map, new MapWrite(epoch, [Set("a", "2")], after, seq, Moves: true)));

        (await TextAsync(map)).ShouldBe(["a=1"]);
        (await ReadAsync(map)).Seq.ShouldBe(stored);
    }

    [Fact]
    public async Task EmptiedMap_KeepsItsPosition()
    {
        LogMapId map = NewMap();
        string epoch = await OpenAsync(map, entries: 2);
        await Maps.WriteAsync(map, new MapWrite(epoch, [Set("a", "1")], AfterSeq: 0, Seq: 1, Moves: true));
        await Maps.WriteAsync(map, new MapWrite(epoch, [MapChange.Remove("a")], AfterSeq: 1, Seq: 2, Moves: true));

        LogMap read = await ReadAsync(map);

        (read.Seq, read.Fields.Count).ShouldBe((2, 0));
    }

    private protected static LogMapId NewMap() => new(LogId.Room("maps-" + Guid.NewGuid().ToString("N")), "members");

    private protected static MapChange Set(string field, string value) => MapChange.Set(field, Encoding.UTF8.GetBytes(value));

    private protected Task<LogMap> ReadAsync(LogMapId map) => Maps.ReadAllAsync(map, maxFields: 100_000);

    private protected async Task<string[]> TextAsync(LogMapId map) =>
        [.. (await ReadAsync(map)).Fields.Select(field => field.Key + "=" + Encoding.UTF8.GetString(field.Value)).Order(StringComparer.Ordinal)];

    /// <summary>Makes the log with so many entries; returns its epoch.</summary>
    private protected async Task<string> OpenAsync(LogMapId map, int entries = 0)
    {
        LogHead head = await Logs.OpenAsync(map.Log, KeepAll);
        if (entries > 0)
        {
            head = await Logs.AppendAsync(map.Log, head.Position, Entries(head.Position, entries, TimeProvider.System), KeepAll);
        }

        return head.Epoch;
    }

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
