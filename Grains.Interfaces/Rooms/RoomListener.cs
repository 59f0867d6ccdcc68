using Orleans.Realtime.Grains.Interfaces.Gateways;
using Orleans.Realtime.Grains.Interfaces.Messaging;

namespace Orleans.Realtime.Grains.Interfaces.Rooms;

/// <summary>
/// Listens to a room from any Orleans client: every message once, in order, whichever silo dies. It renews its subscription, and states
/// its position where the room has moved; what cannot be delivered any more is announced (<see cref="RoomEvent.IsGap"/>). Dispose it to
/// end the subscription; one that is lost with its process ends with its lease.
/// </summary>
public sealed class RoomListener : IAsyncDisposable
{
    /// <summary>How many renewals a lease has room for: an activation that died is replaced soon, and a lost call ends nothing.</summary>
    private const int RenewalsPerLease = 5;

    private static readonly TimeSpan FirstRetry = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LongestRetry = TimeSpan.FromSeconds(1);

    private readonly IGrainFactory _grains;
    private readonly IRoomGrain _room;
    private readonly RoomListenerOptions _options;
    private readonly string _id;
    private readonly ListenerBuffer _buffer;
    private readonly Receiver _receiver;
    private readonly IRoomObserver _reference;
    private readonly CancellationTokenSource _stopping = new();
    private TaskCompletionSource _lost = NewSignal();
    private Task _renewing = Task.CompletedTask;
    private int _disposed;

    private RoomListener(IGrainFactory grains, string roomId, RoomListenerOptions options)
    {
        (_grains, _options) = (grains, options);
        _room = grains.GetRoom(roomId);
        _id = $"{options.Name}/{Guid.NewGuid():N}";
        _buffer = new(options);

        // The runtime holds observers weakly: this field is what keeps it alive, and the renewing keeps the listener.
        _receiver = new(_buffer, () => Volatile.Read(ref _lost).TrySetResult());
        _reference = grains.CreateObjectReference<IRoomObserver>(_receiver);
    }

    /// <summary>How far the room was received: events up to here were read, or wait for their reader.</summary>
    public LogPosition? Position => _buffer.Held;

    /// <summary>Begins to listen. Answers when the room knows of it: what is published later is heard.</summary>
    /// <param name="grains">The client of the cluster.</param>
    /// <param name="roomId">The room's id as its clients know it.</param>
    /// <param name="options">Where to begin, and more.</param>
    /// <param name="cancellationToken">Ends the attempt: while the cluster or its storage is out of reach, it is repeated.</param>
    /// <exception cref="ArgumentException">An option is out of range.</exception>
    /// <exception cref="RealtimeException"><see cref="RealtimeErrorCode.Conflict"/>: as many services listen to the room as are allowed.</exception>
    public static async Task<RoomListener> StartAsync(
        IGrainFactory grains, string roomId, RoomListenerOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(grains);
        options ??= new();
        options.Validate(nameof(options));
        var listener = new RoomListener(grains, roomId, options);
        try
        {
            var lease = await GrainRetry.RunAsync(
                options.Time, TimeSpan.MaxValue, listener, static each => each.SubscribeAsync(), cancellationToken);
            listener._renewing = listener.RenewAsync(lease);
            return listener;
        }
        catch
        {
            await listener.DisposeAsync();
            throw;
        }
    }

    /// <summary>
    /// What happens in the room. Ends when the listener is disposed; throws what ended it otherwise. For one reader: several share the
    /// events between them.
    /// </summary>
    /// <exception cref="RealtimeException">The room refused to go on.</exception>
    public IAsyncEnumerable<RoomEvent> ReadAllAsync(CancellationToken cancellationToken = default) => _buffer.Events.ReadAllAsync(cancellationToken);

    /// <summary>Ends the subscription. The room is told, if it can be reached at once.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
        {
            return;
        }

        await _stopping.CancelAsync();
        _buffer.Complete();
        await _renewing;

        // Where the room does not hear of it now, it does with its next delivery, or by the end of the lease.
        await UnsubscribeAsync().ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stopping.Dispose();
        GC.KeepAlive(_receiver);
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private async Task<TimeSpan> SubscribeAsync()
    {
        var answer = await _room.SubscribeAsync(new(_id, _reference, _buffer.Held));
        _buffer.Begin(answer.Position);
        return answer.Lease;
    }

    private async Task UnsubscribeAsync()
    {
        try
        {
            await _room.UnsubscribeAsync(_id).WaitAsync(LongestRetry, _options.Time);
        }
        finally
        {
            _grains.DeleteObjectReference<IRoomObserver>(_reference);
        }
    }

    private async Task RenewAsync(TimeSpan lease)
    {
        var retry = FirstRetry;
        var wait = lease / RenewalsPerLease;
        while (await WaitAsync(wait))
        {
            try
            {
                wait = await SubscribeAsync().WaitAsync(_stopping.Token) / RenewalsPerLease;
                retry = FirstRetry;
            }
            catch (Exception fault) when (TransientFault.Matches(fault))
            {
                wait = retry;
                retry = retry * 2 < LongestRetry ? retry * 2 : LongestRetry;
            }
            catch (Exception fault)
            {
                _buffer.Complete(fault);
                return;
            }
        }
    }

    /// <summary>Waits until it is time to renew, or shortly after the room said that it no longer delivers: it may still be about to leave.</summary>
    private async Task<bool> WaitAsync(TimeSpan wait)
    {
        var lost = _lost.Task;
        await lost.WaitAsync(wait, _options.Time, _stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (lost.IsCompleted)
        {
            Volatile.Write(ref _lost, NewSignal());
            await Task.Delay(FirstRetry, _options.Time, _stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        return !_stopping.IsCancellationRequested;
    }

    /// <summary>What the room calls. Not the listener itself, so that nobody else can.</summary>
    private sealed class Receiver(ListenerBuffer buffer, Action lost) : IRoomObserver
    {
        public Task<DeliveryAck> DeliverAsync(DeliveryBatch batch) => buffer.TakeAsync(batch);

        public Task SubscriptionLostAsync(LogId log)
        {
            lost();
            return Task.CompletedTask;
        }
    }
}
