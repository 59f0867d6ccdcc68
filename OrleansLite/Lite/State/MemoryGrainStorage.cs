using System.Collections.Concurrent;
using System.Globalization;
using Orleans.Runtime;
using Orleans.Storage;

namespace Orleans.Lite.State;

/// <summary>State in memory, shared by the silos of this process and gone with it. Unbounded: it holds what grains do not clear.</summary>
internal sealed class MemoryGrainStorage : IGrainStorage
{
    private readonly ConcurrentDictionary<(string, GrainId), (object? State, string Etag)> _records = new();
    private long _lastEtag;

    public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        if (_records.TryGetValue((stateName, grainId), out var record))
        {
            grainState.State = StateCopier.Copy((T?)record.State);
            grainState.ETag = record.Etag;
            grainState.RecordExists = true;
        }
        else
        {
            grainState.State = default;
            grainState.ETag = null;
            grainState.RecordExists = false;
        }

        return Task.CompletedTask;
    }

    public Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        var key = (stateName, grainId);
        var next = (State: (object?)StateCopier.Copy(grainState.State), Etag: Interlocked.Increment(ref _lastEtag).ToString(CultureInfo.InvariantCulture));
        var written = _records.TryGetValue(key, out var stored)
            ? stored.Etag == grainState.ETag && _records.TryUpdate(key, next, stored)
            : grainState.ETag is null && _records.TryAdd(key, next);
        if (!written)
        {
            throw Conflict(key, grainState.ETag);
        }

        grainState.ETag = next.Etag;
        grainState.RecordExists = true;
        return Task.CompletedTask;
    }

    public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        var key = (stateName, grainId);
        if (_records.TryGetValue(key, out var stored) && (stored.Etag != grainState.ETag || !_records.TryRemove(new(key, stored))))
        {
            throw Conflict(key, grainState.ETag);
        }

        grainState.State = default;
        grainState.ETag = null;
        grainState.RecordExists = false;
        return Task.CompletedTask;
    }

    private InconsistentStateException Conflict((string Name, GrainId Grain) key, string? etag) =>
        new($"State '{key.Name}' of {key.Grain} was written by somebody else.", _records.TryGetValue(key, out var stored) ? stored.Etag : null, etag);
}
