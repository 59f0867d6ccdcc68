using Orleans.Realtime.Grains.Interfaces;
using Orleans.Realtime.Grains.Interfaces.Conversations;
using Orleans.Realtime.Grains.Interfaces.Messaging;

namespace Orleans.Realtime.Grains.Conversations;

/// <content>Taking messages back.</content>
internal sealed partial class ConversationGrain
{
    private HashSet<string>? _recalling;

    public async Task<PublishReceipt> RecallAsync(Actor by, string messageId, string? clientId, string? originSessionId)
    {
        ArgumentNullException.ThrowIfNull(messageId);
        await ReadyAsync();
        EnsureMayRead(by);
        var recall = new Message
        {
            Id = ConversationServices.NewEntryId(),
            Kind = MessageKind.Recall,
            SenderId = by.UserId,
            OriginSessionId = originSessionId,
            Echo = EchoPolicy.ExceptOrigin,
            ClientId = clientId,
            Data = [],
        };
        if (!(_recalling ??= []).Add(messageId))
        {
            throw new RealtimeException(RealtimeErrorCode.Conflict, "The message is being recalled already.");
        }

        try
        {
            if (_log.Writer.FindRepeated(recall) is { } repeated)
            {
                return repeated;
            }

            var message = await FindAsync(messageId);
            if (message is null || !ConversationServices.IsWritten(message))
            {
                throw new RealtimeException(RealtimeErrorCode.NotFound, "There is no such message, or it was recalled.");
            }

            EnsureMayRecall(by, message);
            var receipts = await _log.Writer.AppendAsync([recall with { Reference = new MessageReference(MessageId: message.Id, Seq: message.Seq) }]);
            ThrowIfNotStored(receipts);
            return receipts[0];
        }
        finally
        {
            _recalling.Remove(messageId);
        }
    }

    private void EnsureMayRecall(Actor by, Message message)
    {
        if (by.IsAdmin || by.IsService)
        {
            return;
        }

        if (message.SenderId != by.UserId)
        {
            throw new RealtimeException(RealtimeErrorCode.Forbidden, "Only its sender may recall a message.");
        }

        if (_services.Time.GetUtcNow().ToUnixTimeMilliseconds() - message.CreatedAtUnixMs > (long)_services.Options.RecallWindow.TotalMilliseconds)
        {
            throw new RealtimeException(RealtimeErrorCode.Forbidden, "The time in which the message could be recalled is over.");
        }
    }

    /// <summary>Looks for an entry by its id, from the newest on.</summary>
    private async Task<Message?> FindAsync(string messageId)
    {
        var query = new HistoryQuery(AfterSeq: null, BeforeSeq: null, HistoryQuery.MaxLimit);
        while (true)
        {
            var page = await _log.Writer.ReadAsync(query);
            if (page.Messages.FirstOrDefault(message => message.Id == messageId) is { } found)
            {
                return found;
            }

            if (!page.HasMore || page.Messages.Count == 0)
            {
                return null;
            }

            query = query with { BeforeSeq = page.Messages[0].Seq };
        }
    }

    private static void ThrowIfNotStored(IReadOnlyList<PublishReceipt> receipts)
    {
        if (receipts.FirstOrDefault(receipt => receipt.Error != RealtimeErrorCode.None) is { } failed)
        {
            throw new RealtimeException(failed.Error, failed.ErrorMessage ?? "The change was not stored.");
        }
    }
}
