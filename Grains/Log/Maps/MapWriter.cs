using Orleans.Realtime.Grains.Interfaces;

namespace Orleans.Realtime.Grains.Log.Maps;

/// <summary>
/// Writes one map for the grain that owns its log. What changes meanwhile is collected by field, one write is under way at most, and what fails is
/// tried again until it is stored. Used on the grain's scheduler only, without locks.
/// </summary>
internal sealed partial class MapWriter
{
    private readonly MapWriterFactory _shared;
    private readonly IMapListener _listener;
    private readonly bool _reflects;
    private readonly Queue<(long Version, TaskCompletionSource Stored)> _flushes = new();
    private Dictionary<string, MapChange> _pending = new(StringComparer.Ordinal);
    private TaskCompletionSource? _pause;
    private string? _epoch;
    private long _seq;
    private long _storedSeq;
    private long _version;
    private long _storedVersion;
    private int _underWay;
    private bool _running;
    private bool _closed;

    internal MapWriter(MapWriterFactory shared, LogMapId map, IMapListener listener, bool reflects)
    {
        (_shared, Map, _listener, _reflects) = (shared, map, listener, reflects);
    }

    /// <summary>The map.</summary>
    public LogMapId Map { get; }

    /// <summary>Whether the writer has given up: another activation owns the log, or log or map were lost.</summary>
    public bool IsFenced { get; private set; }

    /// <summary>The position up to which the map was told of the log's entries.</summary>
    public long Seq => _seq;

    /// <summary>Fields that wait or are under way.</summary>
    public int Pending => _pending.Count + _underWay;

    /// <summary>
    /// Reads the map; comes before everything else, with the log open. What the log holds after <see cref="LogMap.Seq"/> is to be applied next, to the map in memory and
    /// to this writer.
    /// </summary>
    /// <param name="head">The log's head as its writer knows it.</param>
    /// <exception cref="RealtimeException"><see cref="RealtimeErrorCode.Unavailable"/>: storage is out of reach, or the log has another owner.</exception>
    public async Task<LogMap> LoadAsync(LogHead head)
    {
        LogMap map;
        try
        {
            map = await _shared.Store.ReadAllAsync(Map, _shared.Options.MapMaxFields);
        }
        catch (Exception exception)
        {
            LogReadFailed(_shared.Logger, exception, Map.Log, Map.Name);
            throw OutOfReach();
        }

        if (map.Epoch != head.Epoch || map.Seq > head.LastSeq)
        {
            throw Moved();
        }

        _epoch = map.Epoch;
        _seq = _storedSeq = map.Seq;
        return map;
    }

    /// <summary>Whether so many more fields may change: to be asked before what changes them is accepted.</summary>
    public bool HasRoom(int fields = 1) => Pending + fields <= _shared.Options.MapMaxPendingFields;

    /// <summary>Gives a field a value.</summary>
    /// <exception cref="ArgumentException">Field or value are longer than <see cref="MapChange"/> allows.</exception>
    public void Set(string field, byte[] value) => Change(MapChange.Set(field, value));

    /// <summary>Removes a field.</summary>
    public void Remove(string field) => Change(MapChange.Remove(field));

    /// <summary>Gives a field a number, unless it has a greater one.</summary>
    public void Raise(string field, long number) => Change(MapChange.Raise(field, number));

    /// <summary>All entries of the log up to here have been applied: to be called for every append, after its changes and in the same turn.</summary>
    public void Advance(long seq)
    {
        if (!_reflects)
        {
            throw new InvalidOperationException("A map that is not made from the log has no position.");
        }

        if (seq > _seq)
        {
            _seq = seq;
            _version++;
            Start();
        }
    }

    /// <summary>
    /// Completes when everything that was changed before is stored. Not needed for what the log holds anyway: there it shortens what the next activation
    /// reads again.
    /// </summary>
    /// <exception cref="RealtimeException"><see cref="RealtimeErrorCode.Unavailable"/>: the attempt failed (the writer goes on trying), or the writer is fenced or closed.</exception>
    public Task FlushAsync()
    {
        if (IsFenced || _closed)
        {
            return Task.FromException(Moved());
        }

        if (_version == _storedVersion)
        {
            return Task.CompletedTask;
        }

        var stored = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _flushes.Enqueue((_version, stored));
        _pause?.TrySetResult();
        Start();
        return stored.Task;
    }

    /// <summary>Ends the attempts: what is not stored is left to the next activation.</summary>
    public void Close()
    {
        _closed = true;
        _pause?.TrySetResult();
        FailFlushes(Moved());
    }

    /// <summary>Removes the whole map, and what waits to be written to it.</summary>
    /// <exception cref="RealtimeException"><see cref="RealtimeErrorCode.Unavailable"/>: storage is out of reach; try again.</exception>
    public async Task DeleteAsync()
    {
        Close();
        try
        {
            await _shared.Store.DeleteAsync(Map, _epoch ?? string.Empty);
        }
        catch (Exception exception)
        {
            var level = LogWriter.LevelOf(exception);
            LogWriteFailed(_shared.Logger, level, exception, Map.Log, Map.Name);
            throw OutOfReach();
        }
    }

    private static RealtimeException Moved() => new(RealtimeErrorCode.Unavailable, "The map has another owner now. Try again with the same id.");

    private static RealtimeException OutOfReach() => new(RealtimeErrorCode.Unavailable, "The map's storage is out of reach. Try again with the same id.");

    private void Change(MapChange change)
    {
        if (_epoch is null)
        {
            throw new InvalidOperationException("The map was not loaded.");
        }

        if (IsFenced || _closed)
        {
            return;
        }

        _pending[change.Field] = _pending.TryGetValue(change.Field, out var earlier) ? earlier.Then(change) : change;
        _version++;
        if (!_reflects)
        {
            Start();
        }
    }

    private void FailFlushes(RealtimeException failure)
    {
        while (_flushes.TryDequeue(out var flush))
        {
            flush.Stored.TrySetException(failure);
            _ = flush.Stored.Task.Exception;
        }
    }

    private void Fence()
    {
        IsFenced = true;
        _pending.Clear();
        FailFlushes(Moved());
        LogFenced(_shared.Logger, Map.Log, Map.Name);
        _listener.OnMapFenced();
    }
}
