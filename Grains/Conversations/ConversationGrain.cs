using Orleans.Realtime.Grains.Delivery;
using Orleans.Realtime.Grains.Hosting;
using Orleans.Realtime.Grains.Interfaces;
using Orleans.Realtime.Grains.Interfaces.Conversations;
using Orleans.Realtime.Grains.Interfaces.Diagnostics;
using Orleans.Realtime.Grains.Interfaces.Gateways;
using Orleans.Realtime.Grains.Interfaces.Messaging;
using Orleans.Runtime;

namespace Orleans.Realtime.Grains.Conversations;

/// <summary>
/// One group or private conversation (ADR 9). Calls interleave at awaits, except those that change what the group is: these come one after the other.
/// A conversation with routes stays; one without goes when nobody calls it.
/// </summary>
internal sealed partial class ConversationGrain : Grain, IConversationGrain, ILogOwner
{
    private readonly IPersistentState<ConversationState> _state;
    private readonly ConversationServices _services;
    private readonly LogDelivery<Subscriber> _log;
    private readonly MemberTable _members = new();

    public ConversationGrain(
        [PersistentState("conversation", RealtimeStorage.Name)] IPersistentState<ConversationState> state,
        ConversationServices services)
    {
        (_state, _services) = (state, services);
        if (!LogId.TryParse(this.GetPrimaryKeyString(), out var log) || log.Kind is not (LogKind.Group or LogKind.Private))
        {
            throw new RealtimeException(RealtimeErrorCode.BadRequest, "The key names neither a group nor a private conversation.");
        }

        if (log.TryGetPeers(out var first, out var second))
        {
            _members.Add(first, 0);
            _members.Add(second, 0);
        }

        _log = new(services.Log, log, this);
        _memberMap = services.Maps.CreateReflecting(new(log, "members"), this);
        _readMap = services.Maps.CreateFree(new(log, "reads"), this);
    }

    public async Task<IReadOnlyList<PublishReceipt>> PublishAsync(IReadOnlyList<Message> messages)
    {
        ArgumentNullException.ThrowIfNull(messages);
        await ReadyAsync();
        PublishReceipt?[]? refused = null;
        for (var i = 0; i < messages.Count; i++)
        {
            if (Refuse(messages[i]) is { } refusal)
            {
                (refused ??= new PublishReceipt?[messages.Count])[i] = refusal;
            }
        }

        if (refused is null)
        {
            return await _log.PublishAsync(messages);
        }

        var accepted = await _log.PublishAsync(messages.Where((_, i) => refused[i] is null).ToArray());
        var next = 0;
        return Array.ConvertAll(refused, refusal => refusal ?? accepted[next++]);
    }

    public async Task<MessagePage> GetHistoryAsync(Actor by, HistoryQuery query)
    {
        ArgumentNullException.ThrowIfNull(query);
        await ReadyAsync();
        EnsureMayRead(by);
        var found = new List<Message>(query.Limit + 1);
        var next = query;
        MessagePage page;
        do
        {
            page = await _log.Writer.ReadAsync(next with { Limit = HistoryQuery.MaxLimit });
            var written = page.Messages.Where(ConversationServices.IsWritten);
            if (query.AfterSeq is not null)
            {
                found.AddRange(written);
                next = next with { AfterSeq = page.Messages.Count > 0 ? page.Messages[^1].Seq : next.AfterSeq };
            }
            else
            {
                found.InsertRange(0, written);
                next = next with { BeforeSeq = page.Messages.Count > 0 ? page.Messages[0].Seq : next.BeforeSeq };
            }
        }
        while (page.HasMore && page.Messages.Count > 0 && found.Count <= query.Limit);

        var more = page.HasMore || found.Count > query.Limit;
        if (found.Count > query.Limit)
        {
            found.RemoveRange(query.AfterSeq is not null ? query.Limit : 0, found.Count - query.Limit);
        }

        return page with { Messages = found.ToArray(), HasMore = more };
    }

    public async Task<MessagePage> ReadLogAsync(HistoryQuery query)
    {
        ArgumentNullException.ThrowIfNull(query);
        await ReadyAsync();
        return await _log.Writer.ReadAsync(query);
    }

    public async Task<AttachResult> AttachAsync(AttachRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        await ReadyAsync();
        _log.Routes.Attach(request.Route, request.From, []);
        return new(_log.LastSeq, _log.Epoch, _members.Count, _services.Log.HostId, Known: true);
    }

    public Task DetachAsync(GatewayAddress gateway)
    {
        _log.Routes.Remove(gateway);
        return Task.CompletedTask;
    }

    public async Task<LogDescription> DescribeAsync(Actor by)
    {
        await ReadyAsync();
        EnsureMayRead(by);
        await _log.Routes.DropDeadAsync();
        return _log.Describe();
    }

    void ILogOwner.OnRoutesChanged()
    {
        _online = null;
        DelayDeactivation(_log.Routes.Any ? Timeout.InfiniteTimeSpan : TimeSpan.Zero);
    }

    void ILogOwner.OnFenced() => DeactivateOnIdle();

    private bool IsPrivate => _log.Log.Kind == LogKind.Private;

    /// <summary>Why a message may not be sent, or none.</summary>
    private PublishReceipt? Refuse(Message message)
    {
        if (message.Kind != (IsPrivate ? MessageKind.Private : MessageKind.Group))
        {
            return Refusal(message, RealtimeErrorCode.BadRequest, $"A message of kind {message.Kind} does not belong here.");
        }

        // Of the two of a private conversation nobody but they can be the sender, whoever acts for them.
        return message.SenderId is { } sender && (_members.Contains(sender) || (message.OnBehalf && !IsPrivate))
            ? null
            : Refusal(message, RealtimeErrorCode.NotMember, NotMemberText);
    }

    private static PublishReceipt Refusal(Message message, RealtimeErrorCode code, string reason) =>
        new() { MessageId = message.Id ?? string.Empty, Error = code, ErrorMessage = reason };
}
