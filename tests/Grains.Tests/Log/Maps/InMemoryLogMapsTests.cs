using Microsoft.Extensions.Options;
using Orleans.Realtime.Grains.Log;
using Orleans.Realtime.Grains.Log.Maps;
using Orleans.Realtime.Tests.Shared;

namespace Orleans.Realtime.Grains.Tests.Log.Maps;

public sealed class InMemoryLogMapsTests : LogMapsContract, IDisposable
{
    private readonly FakeTimeProvider _clock = new();
    private readonly InMemoryMessageLog _store;

    public InMemoryLogMapsTests() => _store = new(Options.Create(new LogOptions { InMemoryMaxBytes = 1024 * 1024 }), _clock);

    private protected override IMessageLog Logs => _store;

    private protected override ILogMaps Maps => _store;

    [Fact]
    public async Task IdleLog_TakesItsMapsAlong()
    {
        LogMapId map = NewMap();
        string epoch = (await _store.OpenAsync(map.Log, new LogRetention(10, IdleTtl: TimeSpan.FromHours(1)))).Epoch;
        await Maps.WriteAsync(map, new MapWrite(epoch, [Set("a", "1")]));
        _store.Bytes.ShouldBeGreaterThan(0);

        _clock.Advance(TimeSpan.FromHours(1));

        (_store.Count, _store.Bytes).ShouldBe((0, 0));
        await OpenAsync(map);
        (await TextAsync(map)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Bytes_AreThoseOfWhatIsThere_AndFullIsUnavailable()
    {
        LogMapId map = NewMap();
        string epoch = await OpenAsync(map);
        MapChange[] changes = [.. Enumerable.Range(0, 300).Select(i => MapChange.Set("f" + i, new byte[4096]))];
        await Maps.WriteAsync(map, new MapWrite(epoch, changes));

        await Should.ThrowAsync<LogUnavailableException>(async () => await Maps.WriteAsync(map, new MapWrite(epoch, [Set("a", "1")])));

        await Maps.DeleteAsync(map, epoch);
        _store.Bytes.ShouldBe(0);
        await Maps.WriteAsync(map, new MapWrite(epoch, [Set("a", "1"), MapChange.Remove("a")]));
        _store.Bytes.ShouldBe(0);
    }

    public void Dispose() => _store.Dispose();
}
