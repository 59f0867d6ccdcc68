using System.Buffers;
using Orleans.Realtime.Gateway.Web.Protocol;
using Orleans.Realtime.Grains.Interfaces.Conversations;
using Orleans.Realtime.Grains.Interfaces.Messaging;

namespace Orleans.Realtime.Gateway.Web.Endpoints;

/// <summary>Answers with what a user has not read, each message as its frame over the socket is.</summary>
internal sealed class UnreadResult(string userId, IReadOnlyList<ConversationUnread> unread) : IResult
{
    /// <inheritdoc />
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var body = Write();
        httpContext.Response.ContentType = "application/json; charset=utf-8";
        httpContext.Response.ContentLength = body.Length;
        await httpContext.Response.BodyWriter.WriteAsync(body, httpContext.RequestAborted);
    }

    private byte[] Write()
    {
        var buffer = FrameBuffer.Rent();
        var writer = new FrameWriter(buffer);
        writer.Raw("{\"private_unreads\":["u8);
        WriteKind(ref writer, LogKind.Private);
        writer.Raw("],\"group_unreads\":["u8);
        WriteKind(ref writer, LogKind.Group);
        writer.Raw("]}"u8);
        writer.Complete();
        return FrameBuffer.Take(buffer);
    }

    private void WriteKind(ref FrameWriter writer, LogKind kind)
    {
        var first = true;
        foreach (var conversation in unread)
        {
            if (conversation.Log.Kind != kind)
            {
                continue;
            }

            writer.Raw(first ? "{"u8 : ",{"u8);
            first = false;
            writer.Raw(kind == LogKind.Private ? "\"peer_user_id\":"u8 : "\"group_id\":"u8);
            writer.String(kind == LogKind.Private ? conversation.Log.PeerOf(userId) ?? string.Empty : conversation.Log.Key);
            writer.Raw(",\"count\":"u8);
            writer.Number(conversation.Count);
            writer.Raw(",\"last_seq\":"u8);
            writer.Number(conversation.LastSeq);
            writer.Raw(",\"epoch\":"u8);
            writer.String(conversation.Epoch);
            writer.Raw(",\"messages\":["u8);
            for (var i = 0; i < conversation.Messages.Count; i++)
            {
                if (i > 0)
                {
                    writer.Raw(","u8);
                }

                ConversationFrames.WriteMessage(ref writer, conversation.Log, conversation.Messages[i]);
            }

            writer.Raw("]}"u8);
        }
    }
}
