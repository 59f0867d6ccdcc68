using System.Collections.Concurrent;

namespace Orleans.Realtime.Grains.Streams.Memory;

/// <summary>Who is called when entries were added to a stream.</summary>
internal sealed class StreamWatchers
{
    private readonly ConcurrentDictionary<string, Watcher[]> _watchers = new(StringComparer.Ordinal);

    public Watcher Add(string stream, Action onAdded)
    {
        var watcher = new Watcher(this, stream, onAdded);
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

    private void Remove(string stream, Watcher watcher)
    {
        while (_watchers.TryGetValue(stream, out var present))
        {
            Watcher[] rest = [.. present.Where(other => other != watcher)];
            if (rest.Length == 0
                ? _watchers.TryRemove(KeyValuePair.Create(stream, present))
                : _watchers.TryUpdate(stream, rest, present))
            {
                return;
            }
        }
    }

    internal sealed class Watcher(StreamWatchers watchers, string stream, Action onAdded) : IDisposable
    {
        private bool _isDisposed;

        public void Wake()
        {
            if (!Volatile.Read(ref _isDisposed))
            {
                onAdded();
            }
        }

        public void Dispose()
        {
            if (!Interlocked.Exchange(ref _isDisposed, true))
            {
                watchers.Remove(stream, this);
            }
        }
    }
}
