using Orleans.Realtime.Grains.Log.Maps;

namespace Orleans.Realtime.Grains.Log;

/// <content>The maps beside the log.</content>
internal sealed partial class InMemoryLog
{
    private Dictionary<string, InMemoryMap>? _maps;

    public InMemoryMap? FindMap(string name) => _maps?.GetValueOrDefault(name);

    public InMemoryMap GetOrAddMap(string name)
    {
        _maps ??= new(StringComparer.Ordinal);
        if (!_maps.TryGetValue(name, out var map))
        {
            _maps.Add(name, map = new InMemoryMap());
        }

        return map;
    }

    /// <summary>Drops a map. Returns the change in bytes.</summary>
    public long RemoveMap(string name) => _maps is { } maps && maps.Remove(name, out var map) ? -map.Bytes : 0;

    /// <summary>Drops all maps. Returns the change in bytes.</summary>
    private long ClearMaps()
    {
        var bytes = _maps?.Values.Sum(map => map.Bytes) ?? 0;
        _maps = null;
        return -bytes;
    }
}
