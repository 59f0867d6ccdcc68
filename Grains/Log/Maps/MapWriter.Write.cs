namespace Orleans.Realtime.Grains.Log.Maps;

/// <content>One write at a time, again after a failure.</content>
internal sealed partial class MapWriter
{
    private bool HasWork => !_closed && !IsFenced
        && (_pending.Count > 0 || _flushes.Count > 0 || _seq - _storedSeq >= _shared.Options.MapCheckpoint);

    private void Start()
    {
        if (!_running && HasWork)
        {
            _running = true;
            _ = RunAsync();
        }
    }

    private async Task RunAsync()
    {
        // What else changes in the present turn goes along.
        await Task.Yield();
        var failures = 0;
        while (HasWork)
        {
            try
            {
                await WriteAsync();
                failures = 0;
            }
            catch (MapConflictException conflict)
            {
                LogConflict(_shared.Logger, Map.Log, Map.Name, conflict.Message);
                Fence();
            }
            catch (Exception exception)
            {
                var level = LogWriter.LevelOf(exception);
                LogWriteFailed(_shared.Logger, level, exception, Map.Log, Map.Name);
                FailFlushes(OutOfReach());
                await PauseAsync(failures++);
            }
        }

        _running = false;
    }

    private async Task WriteAsync()
    {
        var (changes, version, seq) = (_pending, _version, _seq);
        _pending = new(StringComparer.Ordinal);
        _underWay = changes.Count;
        try
        {
            MapChange[] all = [.. changes.Values];
            var batch = _shared.Options.MapMaxBatchFields;
            var from = 0;
            do
            {
                var part = all.AsSpan(from, Math.Min(batch, all.Length - from)).ToArray();
                from += part.Length;
                await _shared.Store.WriteAsync(Map, new MapWrite(_epoch!, part, _storedSeq, seq, Moves: _reflects && from == all.Length));
            }
            while (from < all.Length);
        }
        catch
        {
            foreach (var (field, change) in changes)
            {
                _pending[field] = _pending.TryGetValue(field, out var later) ? change.Then(later) : change;
            }

            throw;
        }
        finally
        {
            _underWay = 0;
        }

        (_storedSeq, _storedVersion) = (seq, version);
        while (_flushes.TryPeek(out var flush) && flush.Version <= version)
        {
            _flushes.Dequeue().Stored.TrySetResult();
        }
    }

    /// <summary>Waits before the next attempt; somebody who wants to know cuts it short.</summary>
    private async Task PauseAsync(int failures)
    {
        var options = _shared.Options;
        var delay = options.MapRetryDelay * (1L << Math.Min(failures, 20));
        _pause = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var ended = new CancellationTokenSource();
        await Task.WhenAny(_pause.Task, Task.Delay(delay < options.MapMaxRetryDelay ? delay : options.MapMaxRetryDelay, _shared.Clock, ended.Token));
        await ended.CancelAsync();
        _pause = null;
    }
}
