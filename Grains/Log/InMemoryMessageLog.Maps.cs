using Orleans.Realtime.Grains.Log.Maps;

namespace Orleans.Realtime.Grains.Log;

/// <content>The maps beside the logs.</content>
internal sealed partial class InMemoryMessageLog : ILogMaps
{
    ValueTask<MapPage> ILogMaps.ReadAsync(LogMapId map, string? cursor, int limit, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        if (_logs.TryGetValue(map.Log, out InMemoryLog? entry))
        {
            lock (entry)
            {
                if (!DropIfIdle(map.Log, entry, NowUnixMs()))
                {
                    InMemoryMap? found = entry.FindMap(map.Name);
                    return new ValueTask<MapPage>(new MapPage(entry.Head.Epoch, found?.Seq ?? 0, found?.ToArray() ?? [], Cursor: null));
                }
            }
        }

        return new ValueTask<MapPage>(new MapPage(string.Empty, 0, [], Cursor: null));
    }

    ValueTask<long> ILogMaps.WriteAsync(LogMapId map, MapWrite write, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (!_logs.TryGetValue(map.Log, out InMemoryLog? entry))
        {
            throw new MapConflictException(map, write, string.Empty, 0);
        }

        lock (entry)
        {
            LogHead head = DropIfIdle(map.Log, entry, NowUnixMs()) ? LogHead.None : entry.Head;
            long seq = entry.FindMap(map.Name)?.Seq ?? 0;
            if (head.Epoch != write.Epoch || head.LastSeq < write.Seq || seq < write.AfterSeq || seq > write.Seq)
            {
                throw new MapConflictException(map, write, head.Epoch, seq);
            }

            if (Bytes > _maxBytes)
            {
                throw new LogUnavailableException(Full);
            }

            InMemoryMap found = entry.GetOrAddMap(map.Name);
            foreach (MapChange change in write.Changes)
            {
                Account(found.Apply(change));
            }

            found.Seq = write.Moves ? write.Seq : seq;
            return new ValueTask<long>(found.Seq);
        }
    }

    ValueTask ILogMaps.DeleteAsync(LogMapId map, string epoch, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (_logs.TryGetValue(map.Log, out InMemoryLog? entry))
        {
            lock (entry)
            {
                if (!DropIfIdle(map.Log, entry, NowUnixMs()) && entry.Head.Epoch == epoch)
                {
                    Account(entry.RemoveMap(map.Name));
                }
            }
        }

        return ValueTask.CompletedTask;
    }
}
