using System.Diagnostics.CodeAnalysis;
using Orleans.Realtime.Gateway.Web.Protocol;
using Orleans.Realtime.Gateway.Web.Sockets;
using Orleans.Realtime.Grains.Interfaces;
using Orleans.Realtime.Grains.Interfaces.Streams;

namespace Orleans.Realtime.Gateway.Web.Streams;

/// <summary>
/// One connection as a consumer of a group: takes entries as long as fewer than its count are unacknowledged and its socket keeps up. First what is pending for it
/// already, then new ones, and where there is room what others left pending for too long.
/// </summary>
[SuppressMessage("Design", "CA1001:Types that own disposable fields should be disposable", Justification = "Sources without a timer, whose tokens nobody links to.")]
internal sealed partial class StreamConsumption(StreamServices services, IStreamTarget target, StreamFrame request)
{
    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _stopping = new();
    private readonly CancellationTokenSource _ending = new();
    private readonly DeliveredEntries _delivered = new();
    private readonly TaskCompletionSource _stopped = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly IStreamGrain _grain = services.Stream(request.Stream);
    private TaskCompletionSource? _changed;

    // While it looks through what is pending for it: how far it is. None: it takes new entries.
    private StreamId? _pendingAfter;

    /// <summary>Its name in the group.</summary>
    public string Consumer { get; } = request.Consumer ?? target.SessionId;

    /// <summary>Whether it was told to take nothing more.</summary>
    public bool IsStopping => _stopping.IsCancellationRequested;

    /// <summary>Takes the first of what is pending already. Throws when there is no such group, or it cannot be read.</summary>
    public Task<StreamEntry[]> BeginAsync() => _grain.ReadGroupAsync(new GroupRead(request.Group, Consumer, request.Count, PendingAfter: StreamId.Zero));

    /// <summary>Delivers until it is stopped, the connection closes or the group is gone.</summary>
    public async Task RunAsync(StreamEntry[] first)
    {
        services.Metrics.Consuming(1);
        using var course = services.Outage.Begin();
        try
        {
            await ConsumeAsync(first, course);
        }
        catch (Exception fault) when (IsRefusal(fault))
        {
            target.Ended(request.Stream, request.Group, ((RealtimeException)fault).Code, $"It is consumed no more: {fault.Message}");
        }
        catch (OperationCanceledException) when (_ending.IsCancellationRequested)
        {
            // The connection has gone.
        }
        catch (Exception fault)
        {
            target.Fail(id: null, fault);
        }

        services.Metrics.Consuming(-1);
        _stopped.TrySetResult();
        await RemoveAsync();
    }

    /// <summary>The client has acknowledged entries: it has room for others.</summary>
    public void Acknowledged(IReadOnlyList<StreamId> ids)
    {
        lock (_gate)
        {
            _delivered.Acknowledge(ids);
        }

        Signal();
    }

    /// <summary>Takes nothing more. Done when nothing more is delivered either; acknowledgements that are owed go on until they are made.</summary>
    public Task StopAsync()
    {
        _stopping.Cancel();
        Signal();
        return _stopped.Task;
    }

    /// <summary>The connection has gone: what is not acknowledged stays pending.</summary>
    public void End()
    {
        _ending.Cancel();
        _ = StopAsync();
    }

    private async Task ConsumeAsync(StreamEntry[] entries, StreamOutage.Reader course)
    {
        Went(entries);
        while (await DeliverAsync(entries, course) && !IsStopping)
        {
            var room = await WaitForCreditAsync();
            if (room == 0 || !await target.WaitForRoomAsync())
            {
                return;
            }

            entries = await ReadAsync(room, course);
        }
    }

    /// <summary>A page of what was pending for it already: an empty one is the last.</summary>
    private void Went(StreamEntry[] pending) => _pendingAfter = pending.Length == 0 ? null : pending[^1].Id;

    /// <summary>Tries until there is something. Nothing when it was stopped.</summary>
    private async Task<StreamEntry[]> ReadAsync(int count, StreamOutage.Reader course)
    {
        while (!IsStopping)
        {
            try
            {
                var asked = services.Time.GetTimestamp();
                var ofPending = _pendingAfter is not null;
                var entries = await _grain.ReadGroupAsync(NextRead(count), _stopping.Token);
                course.Succeeded();
                if (ofPending)
                {
                    Went(entries);
                }

                if (entries.Length > 0)
                {
                    return entries;
                }

                if (!ofPending)
                {
                    await services.Outage.PauseAsync(asked, _stopping.Token);
                }
            }
            catch (Exception fault) when (!IsRefusal(fault) && !IsStopping)
            {
                // What the lost answer held is pending for it, and nobody would give it out again before it was idle for long.
                _pendingAfter ??= StreamId.Zero;
                await course.FailedAsync(fault, _stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            catch (OperationCanceledException)
            {
                // Stopped: what was taken at this moment stays pending.
            }
        }

        return [];
    }

    private GroupRead NextRead(int count)
    {
        // What others leave is looked for once in a call.
        TimeSpan? minIdle = request.MinIdle ?? services.Options.MinIdle;
        minIdle = _pendingAfter is null && minIdle > TimeSpan.Zero ? minIdle : null;
        var wait = minIdle < StreamServices.LongestWait ? minIdle.Value : StreamServices.LongestWait;
        return new GroupRead(request.Group, Consumer, count, wait, _pendingAfter, minIdle);
    }

    /// <summary>Pushes what it was not given before, and acknowledges where that is its matter.</summary>
    /// <returns>False when the connection is closed.</returns>
    private async Task<bool> DeliverAsync(StreamEntry[] entries, StreamOutage.Reader course)
    {
        List<StreamId> owed = [];
        var (delivered, repeated) = (0, 0);
        foreach (var entry in entries)
        {
            bool isNew;
            lock (_gate)
            {
                isNew = _delivered.TryAdd(entry.Id);
                if (request.AutoAck || _delivered.WasAcknowledged(entry.Id))
                {
                    owed.Add(entry.Id);
                }
            }

            if (!isNew)
            {
                continue;
            }

            if (!target.HasRoom)
            {
                target.Flush();
                if (!await target.WaitForRoomAsync())
                {
                    return false;
                }
            }

            if (!target.TryEnqueue(OutboundFrame.Text(StreamFrames.Entry(request.Stream, request.Group, entry))))
            {
                return false;
            }

            delivered++;
            repeated += entry.DeliveryCount > 1 ? 1 : 0;
        }

        target.Flush();
        services.Metrics.Delivered(delivered);
        services.Metrics.Redelivered(repeated);
        return owed.Count == 0 || (await target.WaitUntilWrittenAsync() && await AcknowledgeAsync(owed, course));
    }

    /// <summary>Repeats it until it is done, also when it was stopped meanwhile: they were delivered here and must not come again.</summary>
    private async Task<bool> AcknowledgeAsync(List<StreamId> ids, StreamOutage.Reader course)
    {
        while (!_ending.IsCancellationRequested)
        {
            try
            {
                await _grain.AcknowledgeAsync(request.Group, [.. ids]);
                course.Succeeded();
                lock (_gate)
                {
                    _delivered.Acknowledge(ids);
                }

                return true;
            }
            catch (Exception fault) when (!IsRefusal(fault))
            {
                if (IsStopping)
                {
                    _stopped.TrySetResult();
                }

                await course.FailedAsync(fault, _ending.Token);
            }
        }

        return false;
    }

    /// <summary>How many entries there is room for, once there is; 0 when it was stopped.</summary>
    private async ValueTask<int> WaitForCreditAsync()
    {
        while (!IsStopping)
        {
            Task changed;
            lock (_gate)
            {
                var room = request.Count - _delivered.Unacknowledged;
                if (room > 0)
                {
                    return room;
                }

                _changed ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                changed = _changed.Task;
            }

            if (!IsStopping)
            {
                await changed;
            }
        }

        return 0;
    }

    private void Signal()
    {
        TaskCompletionSource? changed;
        lock (_gate)
        {
            (changed, _changed) = (_changed, null);
        }

        changed?.TrySetResult();
    }

    /// <summary>A consumer that nothing is pending for would only stand in the group's list.</summary>
    private async Task RemoveAsync()
    {
        try
        {
            await _grain.RemoveConsumerAsync(request.Group, Consumer);
        }
        catch (Exception fault)
        {
            LogNotRemoved(services.Logger, fault);
        }
    }

    /// <summary>Whether it makes no sense to go on: the group is gone.</summary>
    private static bool IsRefusal(Exception fault) =>
        fault is RealtimeException { Code: RealtimeErrorCode.NotFound or RealtimeErrorCode.BadRequest or RealtimeErrorCode.Forbidden };
}
