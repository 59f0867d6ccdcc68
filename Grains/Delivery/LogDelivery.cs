using Orleans.Realtime.Grains.Diagnostics;
using Orleans.Realtime.Grains.Interfaces.Diagnostics;
using Orleans.Realtime.Grains.Interfaces.Gateways;
using Orleans.Realtime.Grains.Interfaces.Messaging;
using Orleans.Realtime.Grains.Log;

namespace Orleans.Realtime.Grains.Delivery;

/// <summary>
/// One log with its audience: what is appended is delivered. Owned by one activation and used on its single thread.
/// </summary>
internal sealed class LogDelivery<TListener> : ILogListener, IDeliverySource
{
    /// <summary>
    /// Messages after which memory is given back once all receivers have everything. Giving it back after each one would only make
    /// the next one allocate it anew.
    /// </summary>
    private const int RestEvery = 64;

    private readonly LogGrainServices _services;
    private readonly ILogOwner _owner;
    private LogSubscriptions? _subscriptions;
    private long _restedAt;

    public LogDelivery(LogGrainServices services, LogId log, ILogOwner owner)
    {
        _services = services;
        _owner = owner;
        Writer = services.Writers.Create(log, this);
        Routes = new(services.Delivery, this, owner);
    }

    public LogWriter Writer { get; }

    /// <summary>The gateways that it is delivered to.</summary>
    public DeliveryRoutes<TListener> Routes { get; }

    /// <summary>The services that it is delivered to.</summary>
    public LogSubscriptions Subscriptions => _subscriptions ??= new(_services.Delivery, this, _owner);

    /// <summary>Whether it is delivered to anybody.</summary>
    public bool HasReceivers => Routes.Any || _subscriptions is { Any: true };

    public LogId Log => Writer.Log;

    public string Epoch => Writer.Epoch;

    public long LastSeq => Writer.LastSeq;

    /// <summary>Appends the messages that are well-formed and delivers them; one receipt for each.</summary>
    public async Task<IReadOnlyList<PublishReceipt>> PublishAsync(IReadOnlyList<Message> messages)
    {
        var start = _services.Delivery.Time.GetTimestamp();
        var begun = MessageTraces.Begin(_services.Delivery.Time);
        var sample = Routes.Any ? _services.Delivery.Metrics.Samples.TryBegin(Log, messages, start) : null;
        var receipts = _services.Rules.Accepts(messages)
            ? await Writer.AppendAsync(messages)
            : await AppendAcceptedAsync(messages);
        _services.Metrics.Answered(receipts, _services.Delivery.Time.GetElapsedTime(start));
        sample?.EndUnlessStored();
        MessageTraces.Published(Log, messages, receipts, begun, _services.Delivery.Time);
        if (!HasReceivers)
        {
            Writer.ShrinkTail();
        }

        return receipts;
    }

    public void OnCaughtUp()
    {
        if (LastSeq - _restedAt >= RestEvery && Routes.HaveEverything && _subscriptions?.HaveEverything != false)
        {
            _restedAt = LastSeq;
            Writer.ShrinkTail();
        }
    }

    public void OnAppended(IReadOnlyList<Message> entries)
    {
        _services.Metrics.Appended(entries.Count);
        if (Log.Kind == LogKind.Room)
        {
            _services.Metrics.RoomFlushed(Routes.ListenerCount);
        }

        _owner.OnAppended(entries);
        _services.Delivery.Metrics.Samples.Stored(Log, entries, Routes.All.Count);
        DeliveryBatch? shared = null;
        Routes.Wake(ref shared);
        _subscriptions?.Wake(ref shared);
    }

    /// <summary>Never for conversations: members, what is unread and what was recalled follow from their log, so nothing of them may be outside it.</summary>
    public bool CanDeliverLive => Routes.Any && Log.Kind is (LogKind.Room or LogKind.Inbox);

    public void OnLive(IReadOnlyList<Message> messages)
    {
        _services.Metrics.LiveOnly(messages.Count);
        Routes.SendLive(messages);
    }

    public void OnFenced()
    {
        _services.Metrics.Conflicted();
        Close();
        _owner.OnFenced();
    }

    /// <summary>The log and who it is delivered to. The log is open.</summary>
    public LogDescription Describe() => new(
        Epoch,
        Writer.Head.FirstSeq,
        LastSeq,
        Writer.AckedSeq,
        [.. Routes.All.Select(route => new LogReceiver(route.Pump.Address.InstanceId, route.Listeners.Count, route.Pump.AckedSeq))],
        [.. (_subscriptions?.All ?? []).Select(pump => new LogReceiver(pump.SubscriberId, 0, pump.AckedSeq))]);

    /// <summary>Ends all deliveries and returns what a next activation needs to go on.</summary>
    public List<RouteState<TListener>> Close()
    {
        _subscriptions?.Close();
        return Routes.Close();
    }

    /// <summary>Tells all receivers that this activation no longer delivers to them.</summary>
    public void NotifyLost()
    {
        Routes.NotifyLost();
        _subscriptions?.NotifyLost();
    }

    public ValueTask<DeliveryChunk> ReadAfterAsync(long afterSeq, int maxMessages, int maxBytes) =>
        Writer.TryReadTail(afterSeq, maxMessages, maxBytes, out var messages)
            ? new(new DeliveryChunk(afterSeq, messages))
            : new(ReadLogAsync(afterSeq, maxMessages, maxBytes));

    private async Task<DeliveryChunk> ReadLogAsync(long afterSeq, int maxMessages, int maxBytes)
    {
        var page = await Writer.ReadAsync(new HistoryQuery(afterSeq, BeforeSeq: null, Math.Min(maxMessages, HistoryQuery.MaxLimit)));
        if (page.Messages.Count == 0)
        {
            return new(Math.Max(afterSeq, page.LastSeq), page.Messages);
        }

        var count = 1;
        var bytes = page.Messages[0].Data.Length;
        while (count < page.Messages.Count && (bytes += page.Messages[count].Data.Length) <= maxBytes)
        {
            count++;
        }

        return new(page.Messages[0].Seq - 1, count == page.Messages.Count ? page.Messages : page.Messages.Take(count).ToArray());
    }

    private async Task<IReadOnlyList<PublishReceipt>> AppendAcceptedAsync(IReadOnlyList<Message> messages)
    {
        var receipts = new PublishReceipt[messages.Count];
        var accepted = new List<Message>(messages.Count);
        var places = new List<int>(messages.Count);
        for (var i = 0; i < messages.Count; i++)
        {
            if (_services.Rules.Refuse(messages[i]) is { } refusal)
            {
                receipts[i] = refusal;
            }
            else
            {
                accepted.Add(messages[i]);
                places.Add(i);
            }
        }

        var answers = accepted.Count == 0 ? [] : await Writer.AppendAsync(accepted);
        for (var i = 0; i < answers.Count; i++)
        {
            receipts[places[i]] = answers[i];
        }

        return receipts;
    }
}
