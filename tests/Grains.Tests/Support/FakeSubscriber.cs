using Orleans.Realtime.Grains.Interfaces.Gateways;
using Orleans.Realtime.Grains.Interfaces.Messaging;
using Orleans.Realtime.Grains.Interfaces.Rooms;

namespace Orleans.Realtime.Grains.Tests.Support;

/// <summary>A subscriber that takes what the product's own buffer takes; what goes wrong on the way is scripted.</summary>
internal sealed class FakeSubscriber : IRoomObserver
{
    private readonly Queue<DeliveryFault> _faults = new();
    private readonly List<TaskCompletionSource> _stalled = [];
    private readonly RoomListenerOptions _options;
    private readonly ListenerBuffer _buffer;
    private Task _before = Task.CompletedTask;
    private (Task Taking, TaskCompletionSource Taken, long Since)? _waiting;

    public FakeSubscriber(LogPosition? from = null, TimeProvider? time = null, int capacity = 10_000)
    {
        _options = new() { From = from, Capacity = capacity, Time = time ?? TimeProvider.System };
        _buffer = new(_options);
    }

    /// <summary>Every delivery fails, as if the service were gone.</summary>
    public bool Gone { get; set; }

    public int Calls { get; private set; }

    public int Lost { get; private set; }

    public LogPosition? Held => _buffer.Held;

    public void Complete() => _buffer.Complete();

    public void Script(params IEnumerable<DeliveryFault> faults)
    {
        foreach (var fault in faults)
        {
            _faults.Enqueue(fault);
        }
    }

    public void Release()
    {
        var stalled = _stalled.ToArray();
        _stalled.Clear();
        Array.ForEach(stalled, call => call.SetResult());
    }

    /// <summary>
    /// Brings a delivery that waits for room as far as it gets by the clock and the reader, and its answer to the thread of the test: what
    /// waits in the buffer goes on by itself on another.
    /// </summary>
    public void Settle()
    {
        while (_waiting is { } waiting)
        {
            var settled = SpinWait.SpinUntil(
                () => waiting.Taking.IsCompleted || (_buffer.Events.Count == _options.Capacity && _options.Time.GetElapsedTime(waiting.Since) < TimeSpan.FromSeconds(2)),
                TimeSpan.FromSeconds(10));
            settled.ShouldBeTrue("a delivery neither ends nor waits for anything");
            if (!waiting.Taking.IsCompleted)
            {
                return;
            }

            _waiting = null;
            waiting.Taken.SetResult();
        }
    }

    /// <summary>Reads what waits: seqs, a gap as the negative of the position behind it.</summary>
    public IReadOnlyList<long> Read(int max = int.MaxValue)
    {
        var read = new List<long>();
        while (read.Count < max && _buffer.Events.TryRead(out var next))
        {
            read.Add(next.IsGap ? -next.Position.Seq : next.Message!.Seq);
        }

        Settle();

        return read;
    }

    public async Task<DeliveryAck> DeliverAsync(DeliveryBatch batch)
    {
        Calls++;
        var fault = Gone ? DeliveryFault.LostRequest : _faults.TryDequeue(out var next) ? next : DeliveryFault.None;
        if (fault == DeliveryFault.Stall)
        {
            var stalled = new TaskCompletionSource();
            _stalled.Add(stalled);
            await stalled.Task;
        }

        if (fault == DeliveryFault.LostRequest)
        {
            throw new TimeoutException("The request was lost.");
        }

        // As the runtime does it: one call at a time.
        var (before, done) = (_before, new TaskCompletionSource());
        _before = done.Task;
        await before;
        try
        {
            var ack = await TakeAsync(batch);
            return fault == DeliveryFault.LostAnswer ? throw new TimeoutException("The answer was lost.") : ack;
        }
        finally
        {
            done.SetResult();
        }
    }

    public Task SubscriptionLostAsync(LogId log)
    {
        Lost++;
        return Task.CompletedTask;
    }

    private async Task<DeliveryAck> TakeAsync(DeliveryBatch batch)
    {
        var taking = _buffer.TakeAsync(batch);
        if (!taking.IsCompleted)
        {
            var taken = new TaskCompletionSource();
            _waiting = (taking, taken, _options.Time.GetTimestamp());
            await taken.Task;
        }

        return await taking;
    }
}
