using System.Threading.Channels;

namespace Orleans.Realtime.Grains.Interfaces.Streams;

/// <summary>
/// One of the consumers that share a stream's entries out among them, from any Orleans client. Every entry goes to one of them, and again, to any, when it was not acknowledged
/// within <see cref="GroupConsumerOptions.MinIdle"/>: so each is handled at least once, through the death of silos, consumers and storage. This consumer never has the same
/// entry twice at a time, nor more than <see cref="GroupConsumerOptions.Count"/> that are not acknowledged. Dispose it to leave the group.
/// </summary>
public sealed class GroupConsumer : IAsyncDisposable
{
    /// <summary>How long leaving the group may take: it is a courtesy.</summary>
    private static readonly TimeSpan LeavingTimeout = TimeSpan.FromSeconds(1);

    private readonly IStreamGrain _stream;
    private readonly GroupConsumerOptions _options;
    private readonly ConsumerLedger _ledger;
    private readonly Acknowledger _acknowledger;
    private readonly Channel<StreamEntry> _taken;
    private readonly CancellationTokenSource _stopping = new();
    private readonly CancellationTokenSource _ending = new();
    private Task _taking = Task.CompletedTask;
    private StreamId _pendingAfter = StreamId.Zero;
    private bool _unsure = true;
    private int _disposed;

    private GroupConsumer(IStreamGrain stream, GroupConsumerOptions options)
    {
        (_stream, _options) = (stream, options);
        _ledger = new(options.Count);
        _acknowledger = new(stream, options.Group, options.Time, _ledger, _ending.Token);
        _taken = Channel.CreateBounded<StreamEntry>(options.Count);
    }

    /// <summary>Its name in the group.</summary>
    public string Name => _options.Consumer;

    /// <summary>Begins to take: first what is pending under its name, then what is new.</summary>
    /// <param name="grains">The client of the cluster.</param>
    /// <param name="stream">The stream's name.</param>
    /// <param name="options">The group, and more.</param>
    /// <param name="cancellationToken">Ends the attempt: while the cluster or its storage is out of reach, it is repeated.</param>
    /// <exception cref="ArgumentException">The name or an option is not valid.</exception>
    public static async Task<GroupConsumer> StartAsync(
        IGrainFactory grains, string stream, GroupConsumerOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate(nameof(options));
        var consumer = new GroupConsumer(grains.GetStream(stream), options);
        try
        {
            if (options.CreateGroup)
            {
                await GrainRetry.RunAsync(options.Time, TimeSpan.MaxValue, consumer, static each => each.EnsureGroupAsync(each._options.Start), cancellationToken);
            }

            consumer._taking = consumer.TakeAsync();
            return consumer;
        }
        catch
        {
            await consumer.DisposeAsync();
            throw;
        }
    }

    /// <summary>
    /// What it is given. Acknowledge each, or <see cref="GiveUp"/>: when as many are neither as it may have, it takes no more. Ends after <see cref="Stop"/>, with what was taken
    /// before. Several readers share the entries between them.
    /// </summary>
    /// <exception cref="RealtimeException">The stream refused to go on.</exception>
    public IAsyncEnumerable<StreamEntry> ReadAllAsync(CancellationToken cancellationToken = default) => _taken.Reader.ReadAllAsync(cancellationToken);

    /// <summary>Marks entries as done. Repeats until it is stored; calls made at the same time go together.</summary>
    /// <exception cref="OperationCanceledException">The consumer has come to its end; the entries may come again elsewhere.</exception>
    public Task AcknowledgeAsync(params IReadOnlyCollection<StreamId> ids)
    {
        ArgumentNullException.ThrowIfNull(ids);
        return ids.Count == 0 ? Task.CompletedTask : _acknowledger.AcknowledgeAsync(ids);
    }

    /// <summary>Leaves an entry pending, and takes another in its place. It comes again, here or elsewhere, after <see cref="GroupConsumerOptions.MinIdle"/>.</summary>
    public void GiveUp(StreamId id) => _ledger.GiveUp(id);

    /// <summary>Takes nothing more. What was taken can be read and acknowledged still.</summary>
    public void Stop()
    {
        _ledger.Close();
        _stopping.Cancel();
    }

    /// <summary>
    /// Hands what it is given to a handler, one after the other, and acknowledges it when the handler has come to its end. An entry for which the handler throws is left pending
    /// and comes again after <see cref="GroupConsumerOptions.MinIdle"/> with a higher <see cref="StreamEntry.DeliveryCount"/>; the others go on.
    /// </summary>
    /// <param name="handler">Gets each entry, and a token that is cancelled when stopping takes too long.</param>
    /// <param name="onFault">Told of each entry that the handler threw for. What it throws itself goes nowhere.</param>
    /// <param name="cancellationToken">
    /// Stops it in good order: nothing more is taken, what was is handled, as far as <see cref="GroupConsumerOptions.StopTimeout"/> allows, and acknowledged; then it leaves the group,
    /// unless something is pending.
    /// </param>
    /// <exception cref="RealtimeException">The stream refused to go on.</exception>
    public async Task RunAsync(
        Func<StreamEntry, CancellationToken, Task> handler, Action<StreamEntry, Exception>? onFault = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(handler);
        using var stop = cancellationToken.Register(static state => _ = ((GroupConsumer)state!).StopInTimeAsync(), this);
        try
        {
            await foreach (var entry in ReadAllAsync(CancellationToken.None))
            {
                _ending.Token.ThrowIfCancellationRequested();
                if (!await StreamHandling.RunAsync(entry, handler, onFault, _ending.Token))
                {
                    GiveUp(entry.Id);
                }
                else if (_options.AutoAcknowledge)
                {
                    _ = AcknowledgeAsync(entry.Id);
                }
            }

            await _acknowledger.FlushAsync();
        }
        catch (OperationCanceledException) when (_ending.IsCancellationRequested)
        {
            // What is left stays pending.
        }
        finally
        {
            await DisposeAsync();
        }
    }

    /// <summary>Takes nothing more, ends what is under way, and leaves the group unless something is pending.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
        {
            return;
        }

        Stop();
        await _ending.CancelAsync();
        await _taking;
        if (_ledger.IsEmpty)
        {
            // An empty consumer that stays disturbs nobody.
            await LeaveAsync().ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task StopInTimeAsync()
    {
        Stop();
        await Task.Delay(_options.StopTimeout, _options.Time, _ending.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _ending.CancelAsync();
    }

    private async Task LeaveAsync() => await _stream.RemoveConsumerAsync(_options.Group, Name).WaitAsync(LeavingTimeout, _options.Time);

    private async Task TakeAsync()
    {
        try
        {
            while (await _ledger.WaitForRoomAsync() is > 0 and var room)
            {
                var entries = await StreamPolling.AskAsync(
                    _options.Time, (Self: this, room), static call => call.Self.AskAsync(call.room), static entries => entries.Length == 0, _stopping.Token);
                foreach (var entry in entries)
                {
                    if (_ledger.TryTake(entry.Id))
                    {
                        _taken.Writer.TryWrite(entry);
                    }
                }
            }

            _taken.Writer.TryComplete();
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            _taken.Writer.TryComplete();
        }
        catch (Exception fault)
        {
            _taken.Writer.TryComplete(fault);
        }
    }

    /// <summary>
    /// Takes what is new. When it is not known what became of the last such call, entries may have been given to this consumer that never arrived: so first it looks what is
    /// pending for it.
    /// </summary>
    private async Task<StreamEntry[]> AskAsync(int room)
    {
        try
        {
            if (_unsure)
            {
                var pending = await _stream.ReadGroupAsync(new(_options.Group, Name, room, PendingAfter: _pendingAfter), _ending.Token);
                if (pending.Length > 0)
                {
                    _pendingAfter = pending[^1].Id;
                    return Array.FindAll(pending, entry => !_ledger.IsGivenUp(entry.Id));
                }

                (_unsure, _pendingAfter) = (false, StreamId.Zero);
            }

            _unsure = true;
            var entries = await _stream.ReadGroupAsync(new(_options.Group, Name, room, _options.Wait, MinIdle: _options.MinIdle), _ending.Token);
            _unsure = false;
            return entries;
        }
        catch (RealtimeException fault) when (fault.Code == RealtimeErrorCode.NotFound && _options.CreateGroup)
        {
            await EnsureGroupAsync(StreamId.Zero);
            return [];
        }
    }

    private async Task<bool> EnsureGroupAsync(StreamId? start)
    {
        try
        {
            await _stream.CreateGroupAsync(_options.Group, start);
            return true;
        }
        catch (RealtimeException fault) when (fault.Code == RealtimeErrorCode.Conflict)
        {
            return false;
        }
    }
}
