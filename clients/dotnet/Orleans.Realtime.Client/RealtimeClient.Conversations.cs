using System.Runtime.CompilerServices;
using Orleans.Realtime.Client.Messages;
using Orleans.Realtime.Client.Protocol;
using Orleans.Realtime.Client.Receiving;
using Orleans.Realtime.Client.Sending;

namespace Orleans.Realtime.Client;

// What goes on in conversations, besides sending.
public sealed partial class RealtimeClient
{
    /// <summary>Acknowledges the inbox up to and including <paramref name="seq"/>, with <see cref="RealtimeInboxOptions.AcknowledgeByHand"/>. Goes out soon, together with others.</summary>
    public void AcknowledgeInbox(long seq)
    {
        lock (_context.Gate)
        {
            Session.Acks.Acknowledge(seq);
        }
    }

    /// <summary>A group or private conversation is read up to and including <paramref name="seq"/>; never back.</summary>
    /// <exception cref="RealtimeClientException">The server's refusal, or the client's.</exception>
    public async Task<ReadResult> MarkReadAsync(ChatTarget conversation, long seq, SendOptions? options = null, CancellationToken cancellationToken = default)
    {
        var reply = await SendAsync(
            new Request
            {
                Type = "read",
                Options = options,
                Fields = writer =>
                {
                    writer.WriteTarget(conversation);
                    writer.WriteNumber("seq"u8, seq);
                },
            },
            cancellationToken).ConfigureAwait(false);
        return new ReadResult(reply.Seq ?? 0, reply.Root.Number("unread") ?? 0);
    }

    /// <summary>Says that the user is typing in a group or private conversation. Worth nothing later: lost without a word where there is no connection.</summary>
    public void SendTyping(ChatTarget conversation)
    {
        lock (_context.Gate)
        {
            if (Session.Connection.State == RealtimeConnectionState.Connected)
            {
                Session.Connection.SendOptional(FrameWriter.Write("typing", null, conversation, static (writer, target) => writer.WriteTarget(target, isTyping: true)));
            }
        }
    }

    /// <summary>Takes an own message of a group or private conversation back; role <c>admin</c> takes anybody's.</summary>
    /// <exception cref="RealtimeClientException">The server's refusal, or the client's.</exception>
    public async Task<PublishResult> RecallAsync(ChatTarget conversation, string messageId, SendOptions? options = null, CancellationToken cancellationToken = default) =>
        Stored(await SendAsync(
            new Request
            {
                Type = "recall",
                Options = options,
                Fields = writer =>
                {
                    writer.WriteTarget(conversation);
                    writer.WriteString("message_id"u8, messageId);
                },
            },
            cancellationToken).ConfigureAwait(false));

    /// <summary>Who is online in a group, or in a room that is subscribed to. May be a second old.</summary>
    /// <exception cref="RealtimeClientException">The server's refusal, or the client's.</exception>
    public async Task<PresenceResult> GetPresenceAsync(ChatTarget target, SendOptions? options = null, CancellationToken cancellationToken = default)
    {
        var reply = await SendAsync(new Request { Type = "presence", Options = options, Fields = writer => writer.WriteTarget(target) }, cancellationToken).ConfigureAwait(false);
        return new PresenceResult(reply.Root.Texts("online"), reply.Root.Number("online_count") ?? 0, reply.Root.Number("member_count") ?? 0);
    }

    /// <summary>One page of history, in ascending order.</summary>
    /// <exception cref="RealtimeClientException">The server's refusal, or the client's.</exception>
    public async Task<HistoryPage> GetHistoryPageAsync(ChatTarget target, HistoryOptions? options = null, CancellationToken cancellationToken = default)
    {
        var reply = await SendAsync(
            new Request
            {
                Type = "history",
                Options = options,
                Fields = writer =>
                {
                    writer.WriteTarget(target);
                    writer.WriteOptional("before_seq"u8, options?.BeforeSeq);
                    writer.WriteOptional("after_seq"u8, options?.AfterSeq);
                    writer.WriteOptional("limit"u8, options?.Limit);
                },
            },
            cancellationToken).ConfigureAwait(false);
        return new HistoryPage([.. EventReader.History(reply, target)], reply.Root.IsTrue("has_more"), reply.Epoch);
    }

    /// <summary>Pages of history, fetched when the loop needs them: forward with <see cref="HistoryOptions.AfterSeq"/>, else from the newest, or <see cref="HistoryOptions.BeforeSeq"/>, back.</summary>
    /// <exception cref="RealtimeClientException">The server's refusal, or the client's.</exception>
    public async IAsyncEnumerable<HistoryPage> ReadHistoryPagesAsync(
        ChatTarget target, HistoryOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        for (var next = options ?? new HistoryOptions(); ;)
        {
            var page = await GetHistoryPageAsync(target, next, cancellationToken).ConfigureAwait(false);
            if (page.Messages.Count > 0)
            {
                yield return page;
            }

            var isForward = next.AfterSeq is not null;
            if (!page.HasMore || page.Messages.Count == 0 || page.Messages[isForward ? page.Messages.Count - 1 : 0].Seq is not { } edge)
            {
                yield break;
            }

            // An id of the application's own was for the first page.
            next = isForward ? next with { AfterSeq = edge, Id = null } : next with { BeforeSeq = edge, Id = null };
        }
    }

    /// <summary>Messages of history one by one: ascending with <see cref="HistoryOptions.AfterSeq"/>, else the newest first.</summary>
    /// <exception cref="RealtimeClientException">The server's refusal, or the client's.</exception>
    public async IAsyncEnumerable<RealtimeMessage> ReadHistoryAsync(
        ChatTarget target, HistoryOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await foreach (var page in ReadHistoryPagesAsync(target, options, cancellationToken).ConfigureAwait(false))
        {
            foreach (var message in options?.AfterSeq is null ? page.Messages.Reverse() : page.Messages)
            {
                yield return message;
            }
        }
    }
}
