using System.Buffers;
using Orleans.Realtime.Grains.Interfaces;
using Orleans.Realtime.Grains.Interfaces.Conversations;
using Orleans.Realtime.Grains.Interfaces.Messaging;

namespace Orleans.Realtime.Gateway.Web.Protocol;

/// <summary>The <c>reply</c> frames: <c>ok:true</c> and what the client asked for. Without an id they go out without one.</summary>
internal static partial class ReplyFrames
{
    /// <summary>A reply that says only that it is done.</summary>
    public static byte[] Done(string? id)
    {
        FrameWriter writer = Begin(id, out ArrayBufferWriter<byte> buffer);
        return End(ref writer, buffer);
    }

    /// <summary>To <c>room</c>: <c>{message_id, seq, created_at}</c>.</summary>
    public static byte[] Published(string? id, PublishReceipt receipt)
    {
        FrameWriter writer = Begin(id, out ArrayBufferWriter<byte> buffer);
        writer.Raw(",\"message_id\":"u8);
        writer.String(receipt.MessageId);
        WritePosition(ref writer, receipt);
        writer.Raw(",\"created_at\":"u8);
        writer.Time(receipt.CreatedAtUnixMs);
        return End(ref writer, buffer);
    }

    /// <summary>To <c>subscribe</c>: <c>{last_seq, epoch, members}</c>.</summary>
    public static byte[] Subscribed(string? id, long lastSeq, string epoch, long members)
    {
        FrameWriter writer = Begin(id, out ArrayBufferWriter<byte> buffer);
        writer.Raw(",\"last_seq\":"u8);
        writer.Number(lastSeq);
        writer.Raw(",\"epoch\":"u8);
        writer.String(epoch);
        writer.Raw(",\"members\":"u8);
        writer.Number(members);
        return End(ref writer, buffer);
    }

    /// <summary>To <c>history</c>: <c>{messages, has_more, epoch}</c>.</summary>
    public static byte[] History(string? id, LogId log, MessagePage page)
    {
        FrameWriter writer = Begin(id, out ArrayBufferWriter<byte> buffer);
        writer.Raw(","u8);
        MessageFrames.WritePage(ref writer, log, page);
        return End(ref writer, buffer);
    }

    /// <summary>To <c>read</c>: <c>{seq, unread}</c>.</summary>
    public static byte[] Read(string? id, long seq, int unread)
    {
        FrameWriter writer = Begin(id, out ArrayBufferWriter<byte> buffer);
        writer.Raw(",\"seq\":"u8);
        writer.Number(seq);
        writer.Raw(",\"unread\":"u8);
        writer.Number(unread);
        return End(ref writer, buffer);
    }

    /// <summary>To <c>presence</c>: <c>{online, online_count, member_count}</c>.</summary>
    public static byte[] Presence(string? id, ConversationPresence presence)
    {
        FrameWriter writer = Begin(id, out ArrayBufferWriter<byte> buffer);
        writer.Raw(",\"online\":["u8);
        for (int i = 0; i < presence.Online.Count; i++)
        {
            if (i > 0)
            {
                writer.Raw(","u8);
            }

            writer.String(presence.Online[i]);
        }

        writer.Raw("],\"online_count\":"u8);
        writer.Number(presence.OnlineCount);
        writer.Raw(",\"member_count\":"u8);
        writer.Number(presence.MemberCount);
        return End(ref writer, buffer);
    }

    /// <summary>To <c>user</c>: <c>{results:[{user_id, seq, online}]}</c>; a target that was not reached carries <c>error</c> instead.</summary>
    public static byte[] UserResults(string? id, IReadOnlyList<UserResult> results)
    {
        FrameWriter writer = Begin(id, out ArrayBufferWriter<byte> buffer);
        writer.Raw(",\"results\":["u8);
        for (int i = 0; i < results.Count; i++)
        {
            writer.Raw(i == 0 ? "{\"user_id\":"u8 : ",{\"user_id\":"u8);
            writer.String(results[i].UserId);
            PublishReceipt receipt = results[i].Receipt;
            if (receipt.Error == RealtimeErrorCode.None)
            {
                WritePosition(ref writer, receipt);
                writer.Raw(",\"online\":"u8);
                writer.Boolean(receipt.Online);
            }
            else
            {
                writer.Raw(",\"error\":"u8);
                writer.String(receipt.Error.ToWire());
            }

            writer.Raw("}"u8);
        }

        writer.Raw("]"u8);
        return End(ref writer, buffer);
    }

    /// <summary>To <c>broadcast</c>: <c>{gateways, connections}</c>.</summary>
    public static byte[] Broadcast(string? id, int gateways, int connections)
    {
        FrameWriter writer = Begin(id, out ArrayBufferWriter<byte> buffer);
        writer.Raw(",\"gateways\":"u8);
        writer.Number(gateways);
        writer.Raw(",\"connections\":"u8);
        writer.Number(connections);
        return End(ref writer, buffer);
    }

    /// <summary>
    /// To <c>resume</c>: <c>{recovered:{inbox:{…}, rooms:{r1:{count, last_seq, epoch, complete}}, groups:{…}, privates:{…}}}</c>, or <c>{error}</c> for a
    /// log out of reach. Groups and privates only where the client named some.
    /// </summary>
    public static byte[] Resumed(
        string? id, RecoveredLog? inbox, IReadOnlyList<RecoveredLog> rooms, IReadOnlyList<RecoveredLog>? groups = null, IReadOnlyList<RecoveredLog>? privates = null)
    {
        FrameWriter writer = Begin(id, out ArrayBufferWriter<byte> buffer);
        writer.Raw(",\"recovered\":{"u8);
        if (inbox is { } log)
        {
            writer.Raw("\"inbox\":"u8);
            WriteRecovered(ref writer, log);
            writer.Raw(","u8);
        }

        writer.Raw("\"rooms\":"u8);
        WriteRecovered(ref writer, rooms);
        if (groups is not null)
        {
            writer.Raw(",\"groups\":"u8);
            WriteRecovered(ref writer, groups);
        }

        if (privates is not null)
        {
            writer.Raw(",\"privates\":"u8);
            WriteRecovered(ref writer, privates);
        }

        writer.Raw("}"u8);
        return End(ref writer, buffer);
    }

    private static void WriteRecovered(ref FrameWriter writer, IReadOnlyList<RecoveredLog> logs)
    {
        writer.Raw("{"u8);
        for (int i = 0; i < logs.Count; i++)
        {
            if (i > 0)
            {
                writer.Raw(","u8);
            }

            writer.String(logs[i].Key ?? string.Empty);
            writer.Raw(":"u8);
            WriteRecovered(ref writer, logs[i]);
        }

        writer.Raw("}"u8);
    }

    /// <summary>Where the message is in its log, or that it is in none.</summary>
    private static void WritePosition(ref FrameWriter writer, PublishReceipt receipt)
    {
        if (receipt.LiveOnly)
        {
            writer.Raw(",\"durable\":false"u8);
            return;
        }

        writer.Raw(",\"seq\":"u8);
        writer.Number(receipt.Seq);
    }

    private static void WriteRecovered(ref FrameWriter writer, RecoveredLog log)
    {
        if (log.Error != RealtimeErrorCode.None)
        {
            writer.Raw("{\"error\":"u8);
            writer.String(log.Error.ToWire());
        }
        else
        {
            writer.Raw("{\"count\":"u8);
            writer.Number(log.Count);
            writer.Raw(",\"last_seq\":"u8);
            writer.Number(log.LastSeq);
            writer.Raw(",\"epoch\":"u8);
            writer.StringOrNull(log.Epoch);
            writer.Raw(",\"complete\":"u8);
            writer.Boolean(log.Complete);
        }

        writer.Raw("}"u8);
    }

    private static FrameWriter Begin(string? id, out ArrayBufferWriter<byte> buffer)
    {
        buffer = FrameBuffer.Rent();
        var writer = new FrameWriter(buffer);
        writer.Raw("{\"type\":\"reply\""u8);
        if (id is not null)
        {
            writer.Raw(",\"id\":"u8);
            writer.String(id);
        }

        writer.Raw(",\"ok\":true"u8);
        return writer;
    }

    private static byte[] End(ref FrameWriter writer, ArrayBufferWriter<byte> buffer)
    {
        writer.Raw("}"u8);
        return ServerFrames.Take(ref writer, buffer);
    }
}
