using Orleans.Realtime.Grains.Interfaces.Gateways;
using Orleans.Realtime.Grains.Interfaces.Messaging;

namespace Orleans.Realtime.Grains.Tests.Support;

/// <summary>
/// A gateway as the contract wants it, for one audience a log: takes what follows its position, refuses a hole, hands every message
/// out once. What goes wrong on the way is scripted.
/// </summary>
internal sealed class FakeGateway(string instanceId = "gw-1", string incarnation = "a") : IGatewayObserver
{
    private readonly Lock _lock = new();
    private readonly Dictionary<LogId, (string Epoch, long Seq)> _positions = [];
    private readonly List<(long From, long To)> _gaps = [];
    private readonly List<Message> _seen = [];
    private readonly List<Message> _live = [];
    private readonly List<string> _order = [];
    private readonly List<CloseSession> _closed = [];
    private readonly List<LogId> _lost = [];
    private readonly List<ConversationChange> _changes = [];
    private readonly List<Signal> _signals = [];
    private ShouldAssertException? _failure;
    private readonly Queue<DeliveryFault> _faults = new();
    private readonly List<TaskCompletionSource> _stalled = [];
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public GatewayAddress Address { get; } = new(instanceId, incarnation);

    /// <summary>False: the gateway has no audience.</summary>
    public bool Attached { get; set; } = true;

    /// <summary>Every delivery fails, as if the gateway were gone.</summary>
    public bool Gone { get; set; }

    /// <summary>Every delivery waits until <see cref="Release"/>.</summary>
    public bool Stuck { get; set; }

    public int Calls { get; private set; }

    public long[] Seen => Read(() => _seen.Select(message => message.Seq).ToArray());

    public Message[] Messages => Read(() => _seen.ToArray());

    /// <summary>What came without being in the log.</summary>
    public string[] Live => Read(() => _live.Select(message => message.Id).ToArray());

    /// <summary>All that came, as it came.</summary>
    public string[] Order => Read(() => _order.ToArray());

    public (long From, long To)[] Gaps => Read(() => _gaps.ToArray());

    public CloseSession[] Closed => Read(() => _closed.ToArray());

    public LogId[] Lost => Read(() => _lost.ToArray());

    /// <summary>What users' grains told of their conversations.</summary>
    public ConversationChange[] Changes => Read(() => _changes.ToArray());

    public Signal[] Signals => Read(() => _signals.ToArray());

    /// <summary>Who listens to conversations here.</summary>
    public string[] Audience { get; set; } = [];

    /// <summary>What the gateway does when conversations of a user change, before it answers.</summary>
    public Func<ConversationChange, Task>? OnChange { get; set; }

    public int Stalled => Read(() => _stalled.Count);

    public void Script(IEnumerable<DeliveryFault> faults)
    {
        foreach (var fault in faults)
        {
            _faults.Enqueue(fault);
        }
    }

    /// <summary>The position that the gateway holds, as it would state it in an attach.</summary>
    public void Hold(LogId log, LogPosition position) => _positions[log] = (position.Epoch ?? string.Empty, position.Seq);

    public void Release()
    {
        TaskCompletionSource[] stalled;
        lock (_lock)
        {
            stalled = [.. _stalled];
            _stalled.Clear();
        }

        foreach (var call in stalled)
        {
            call.SetResult();
        }
    }

    public async Task<DeliveryAck> DeliverAsync(DeliveryBatch batch)
    {
        var fault = Begin();
        if (fault == DeliveryFault.Stall)
        {
            var stalled = new TaskCompletionSource();
            lock (_lock)
            {
                _stalled.Add(stalled);
            }

            Signal();
            await stalled.Task;
        }

        if (fault == DeliveryFault.LostRequest)
        {
            throw new TimeoutException("The request was lost.");
        }

        if (!Attached)
        {
            return new(Attached: false, 0);
        }

        DeliveryAck ack;
        try
        {
            ack = Read(() => Take(batch, fault));
        }
        catch (ShouldAssertException failure)
        {
            _failure = failure;
            throw;
        }

        Signal();
        return fault == DeliveryFault.LostAnswer ? throw new TimeoutException("The answer was lost.") : ack;
    }

    public Task RouteLostAsync(LogId log)
    {
        Read(() => { _lost.Add(log); return 0; });
        Signal();
        return Task.CompletedTask;
    }

    public Task<int> BroadcastAsync(Message message) => Task.FromResult(0);

    public Task CloseSessionAsync(CloseSession request)
    {
        Read(() => { _closed.Add(request); return 0; });
        Signal();
        return Task.CompletedTask;
    }

    /// <summary>Waits until something is so; checked whenever the gateway is called.</summary>
    public async Task Until(Func<bool> condition)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60), TimeProvider.System);
        while (true)
        {
            var changed = Read(() => _changed);
            if (condition())
            {
                return;
            }

            try
            {
                await changed.Task.WaitAsync(limit.Token);
            }
            catch (OperationCanceledException canceled)
            {
                throw new TimeoutException($"{Address.InstanceId}: {Calls} calls, {Seen.Length} messages up to {Seen.LastOrDefault()}, {Stalled} stalled, {Lost.Length} lost. {_failure}", canceled);
            }
        }
    }

    private DeliveryFault Begin() => Read(() =>
    {
        Calls++;
        if (Gone)
        {
            return DeliveryFault.LostRequest;
        }

        return Stuck ? DeliveryFault.Stall : _faults.TryDequeue(out var fault) ? fault : DeliveryFault.None;
    });

    private DeliveryAck Take(DeliveryBatch batch, DeliveryFault fault)
    {
        var known = _positions.TryGetValue(batch.Log, out var position);
        if (batch.Live)
        {
            batch.Messages.ShouldAllBe(message => message.Seq == 0);
            _live.AddRange(batch.Messages);
            _order.AddRange(batch.Messages.Select(message => message.Id));
            return new(Attached: true, position.Seq);
        }

        if (!known || position.Epoch != batch.Epoch)
        {
            if (batch.Gap)
            {
                _gaps.Add((1, batch.AfterSeq));
            }

            position = (batch.Epoch, batch.AfterSeq);
        }
        else if (batch.AfterSeq > position.Seq)
        {
            if (!batch.Gap)
            {
                return new(Attached: true, position.Seq);
            }

            _gaps.Add((position.Seq + 1, batch.AfterSeq));
            position.Seq = batch.AfterSeq;
        }

        var take = fault switch
        {
            DeliveryFault.Refuse => 0,
            DeliveryFault.Part => batch.Messages.Count / 2,
            _ => batch.Messages.Count,
        };
        foreach (var message in batch.Messages.Take(take).Where(message => message.Seq > position.Seq))
        {
            message.Seq.ShouldBe(position.Seq + 1);
            _seen.Add(message);
            _order.Add(message.Id);
            position.Seq = message.Seq;
        }

        _positions[batch.Log] = position;
        return new(Attached: true, position.Seq);
    }

    private void Signal()
    {
        TaskCompletionSource changed;
        lock (_lock)
        {
            changed = _changed;
            _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        changed.SetResult();
    }

    private T Read<T>(Func<T> read)
    {
        lock (_lock)
        {
            return read();
        }
    }

    public async Task ConversationsChangedAsync(ConversationChange change)
    {
        Read(() => { _changes.Add(change); return 0; });
        Signal();
        if (OnChange is { } react)
        {
            await react(change);
        }
    }

    public Task SignalAsync(IReadOnlyList<Signal> signals)
    {
        Read(() => { _signals.AddRange(signals); return 0; });
        Signal();
        return Task.CompletedTask;
    }

    public Task<IReadOnlyList<string>> GetAudienceAsync(LogId log) => Task.FromResult<IReadOnlyList<string>>(Audience);

    public Task<SocketDescription?> DescribeSessionAsync(string sessionId) => Task.FromResult<SocketDescription?>(null);
}
