using System.Text;
using Orleans.Realtime.Gateway.Web.Delivery;
using Orleans.Realtime.Grains.Interfaces;
using Orleans.Realtime.Grains.Interfaces.Gateways;
using Orleans.Realtime.Grains.Interfaces.Messaging;

namespace Orleans.Realtime.Gateway.Web.Tests.Delivery;

/// <summary>A log in memory with the owner's face: what a test appends, trims and loses.</summary>
internal sealed class FakeLog(LogId log) : ILogOwner
{
    private readonly Lock _gate = new();
    private readonly List<Message> _messages = [];
    private int _epochs = 1;

    public LogId Log => log;

    public string Epoch { get; private set; } = "e1";

    public long FirstSeq { get; private set; } = 1;

    public long LastSeq { get; private set; }

    /// <summary>Thrown by the next calls, one each.</summary>
    public Queue<Exception> Faults { get; } = new();

    /// <summary>Whether a call that fails has stored its messages all the same: only its answer is lost.</summary>
    public bool StoresBeforeFaults { get; set; }

    /// <summary>Delays the answers of <see cref="PublishAsync"/>.</summary>
    public Task Gate { get; set; } = Task.CompletedTask;

    public List<IReadOnlyList<Message>> Batches { get; } = [];

    public List<string> Left { get; } = [];

    public void Append(string? origin = null)
    {
        lock (_gate)
        {
            Add(new Message
            {
                Id = $"{Epoch}-{LastSeq + 1}",
                Data = Encoding.UTF8.GetBytes($"{LastSeq + 1}"),
                OriginSessionId = origin,
                Echo = EchoPolicy.ExceptOrigin,
                SenderId = log.TryGetPeers(out var first, out _) ? first : null,
                Kind = log.Kind switch
                {
                    LogKind.Room => MessageKind.Room,
                    LogKind.Inbox => MessageKind.User,
                    LogKind.Group => MessageKind.Group,
                    _ => MessageKind.Private,
                },
            });
        }
    }

    /// <summary>An entry that is no message: a change of members, a recall.</summary>
    public void Append(MessageKind kind, string? type = null, MessageReference? about = null, string? senderId = null)
    {
        lock (_gate)
        {
            Add(new Message { Id = $"{Epoch}-{LastSeq + 1}", Kind = kind, Type = type, Reference = about, SenderId = senderId, Data = [] });
        }
    }

    /// <summary>The content of a message is gone; its place stays.</summary>
    public void Erase(long seq)
    {
        lock (_gate)
        {
            var at = _messages.FindIndex(message => message.Seq == seq);
            _messages[at] = _messages[at].Erased();
        }
    }

    public void Trim(int keep)
    {
        lock (_gate)
        {
            _messages.RemoveRange(0, Math.Max(0, _messages.Count - keep));
            FirstSeq = LastSeq - _messages.Count + 1;
        }
    }

    /// <summary>The log is lost; another begins.</summary>
    public void Regress()
    {
        lock (_gate)
        {
            _messages.Clear();
            (FirstSeq, LastSeq, Epoch) = (1, 0, $"e{++_epochs}");
        }
    }

    /// <summary>What a pump at a position sends next.</summary>
    public DeliveryBatch BatchAfter(long position, string? epoch, int most)
    {
        lock (_gate)
        {
            var known = epoch is null || epoch == Epoch;
            var after = Math.Max(known ? Math.Min(position, LastSeq) : 0, FirstSeq - 1);
            var messages = _messages.Where(message => message.Seq > after).Take(most).ToArray();
            return new DeliveryBatch(log, Epoch, after, messages, Gap: !known || after > position);
        }
    }

    public async Task<IReadOnlyList<PublishReceipt>> PublishAsync(IReadOnlyList<Message> messages)
    {
        await Gate;
        lock (_gate)
        {
            Batches.Add(messages);
            if (Faults.TryDequeue(out var fault))
            {
                if (StoresBeforeFaults)
                {
                    _ = messages.Select(Store).ToArray();
                }

                throw fault;
            }

            return messages.Select(Store).ToArray();
        }
    }

    public Task<MessagePage> ReadAsync(HistoryQuery query)
    {
        lock (_gate)
        {
            var after = query.AfterSeq ?? 0;
            var page = _messages.Where(message => message.Seq > after).Take(query.Limit).ToArray();
            return Task.FromResult(new MessagePage(page, page.Length > 0 && page[^1].Seq < LastSeq, FirstSeq, LastSeq, Epoch));
        }
    }

    public Task<AttachResult> AttachAsync(GatewayRoute route, LogPosition? from, IReadOnlyList<IDeliveryTarget> audience) =>
        Task.FromResult(Describe(audience.Count));

    public Task LeaveAsync(GatewayAddress gateway, string sessionId)
    {
        Left.Add(sessionId);
        return Task.CompletedTask;
    }

    public Task DetachAsync(GatewayAddress gateway) => Task.CompletedTask;

    public AttachResult Describe(int members) => new(LastSeq, Epoch, members, "silo-1", Known: true);

    private PublishReceipt Store(Message message)
    {
        var known = _messages.Find(known => known.Id == message.Id || (message.ClientId is not null && known.ClientId == message.ClientId && known.SenderId == message.SenderId));
        var stored = known ?? Add(message);
        return new PublishReceipt { MessageId = stored.Id, Seq = stored.Seq, Duplicate = known is not null };
    }

    private Message Add(Message message)
    {
        var stored = message with { Seq = ++LastSeq };
        _messages.Add(stored);
        return stored;
    }
}
