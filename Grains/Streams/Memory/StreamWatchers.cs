using System.Collections.Concurrent;

namespace Orleans.Realtime.Grains.Streams.Memory;

/// <summary>Who is called when entries were added to a stream.</summary>
internal sealed class StreamWatchers
{
    private readonly ConcurrentDictionary<string, StreamWatch[]> _watchers = new(StringComparer.Ordinal);

    public StreamWatch Add(string stream, Action onAdded)
    {
        var watcher = new StreamWatch(onAdded, left => Remove(stream, left));
        _watchers.AddOrUpdate(stream, static (_, added) => [added], static (_, others, added) => [.. others, added], watcher);
        return watcher;
    }

    public void Wake(string stream)
    {
        foreach (var watcher in _watchers.GetValueOrDefault(stream, []))
        {
            watcher.Wake();
        }
    }

    private void Remove(string stream, StreamWatch watcher)
    {
        while (_watchers.TryGetValue(stream, out var present))
        {
            StreamWatch[] rest = [.. present.Where(other => other != watcher)];
            if (rest.Length == 0
                ? _watchers.TryRemove(KeyValuePair.Create(stream, present))
                : _watchers.TryUpdate(stream, rest, present))
            {
                return;
            }
        }
    }
}
