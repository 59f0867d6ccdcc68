using System.Buffers;
using System.Text;
using Orleans.Realtime.Grains.Interfaces.Messaging;

namespace Orleans.Realtime.Grains.Log.Redis;

/// <summary>
/// A message without seq, time and payload as bytes: fields of tag (one byte), length (7 bits a byte, lowest first) and content. A reader skips tags it does
/// not know, so that a rolling upgrade may mix writers; a field at its default value is left out. A tag is never given a second meaning.
/// </summary>
internal static class MessageFormat
{
    private const byte IdTag = 1;
    private const byte KindTag = 2;
    private const byte TypeTag = 3;
    private const byte SenderTag = 4;
    private const byte OriginTag = 5;
    private const byte EchoTag = 6;
    private const byte ClientIdTag = 7;
    private const byte MentionTag = 8;
    private const byte ReferenceUserTag = 9;
    private const byte ReferenceLogTag = 10;
    private const byte ReferenceMessageTag = 11;
    private const byte ReferenceSeqTag = 12;
    private const byte PriorityTag = 13;
    private const byte TraceTag = 14;
    private const byte TextMentionTag = 15;
    private const int StackBytes = 512;
    private const int HeaderBytes = 6;
    private const int NumberBytes = 10;

    /// <summary>Behind an envelope: makes it that of an erased entry, since of two fields with one tag the later counts.</summary>
    public static byte[] ErasedMark { get; } = [KindTag, 1, (byte)MessageKind.Erased];

    /// <summary>Writes the envelope.</summary>
    public static byte[] Write(Message message)
    {
        var most = Most(message.Id) + Most(message.Type) + Most(message.SenderId) + Most(message.OriginSessionId) + Most(message.ClientId)
            + Most(message.TraceParent) + Most(message.Mentions) + Most(message.TextMentions) + Most(message.Reference) + (3 * (HeaderBytes + NumberBytes));
        byte[]? rented = null;
        var buffer = most <= StackBytes ? stackalloc byte[StackBytes] : rented = ArrayPool<byte>.Shared.Rent(most);
        var length = 0;
        Text(buffer, ref length, IdTag, message.Id);
        Number(buffer, ref length, KindTag, (uint)message.Kind);
        Text(buffer, ref length, TypeTag, message.Type);
        Text(buffer, ref length, SenderTag, message.SenderId);
        Text(buffer, ref length, OriginTag, message.OriginSessionId);
        Number(buffer, ref length, EchoTag, (uint)message.Echo);
        Text(buffer, ref length, ClientIdTag, message.ClientId);
        Texts(buffer, ref length, MentionTag, message.Mentions);
        Texts(buffer, ref length, TextMentionTag, message.TextMentions);

        if (message.Reference is { } reference)
        {
            Text(buffer, ref length, ReferenceUserTag, reference.UserId);
            Text(buffer, ref length, ReferenceLogTag, reference.Log?.ToString());
            Text(buffer, ref length, ReferenceMessageTag, reference.MessageId);
            Number(buffer, ref length, ReferenceSeqTag, (ulong)reference.Seq);
        }

        Number(buffer, ref length, PriorityTag, (uint)message.Priority);
        Text(buffer, ref length, TraceTag, message.TraceParent);
        var envelope = buffer[..length].ToArray();
        if (rented is not null)
        {
            ArrayPool<byte>.Shared.Return(rented);
        }

        return envelope;
    }

    /// <summary>Reads an envelope and joins it with what is stored beside it.</summary>
    /// <exception cref="FormatException">The bytes are no envelope, or one without an id.</exception>
    public static Message Read(long seq, long createdAtUnixMs, ReadOnlySpan<byte> envelope, byte[] data)
    {
        string? id = null, type = null, sender = null, origin = null, clientId = null, trace = null;
        ulong kind = 0, echo = 0, priority = 0;
        List<string>? mentions = null, textMentions = null;
        MessageReference? reference = null;
        while (!envelope.IsEmpty)
        {
            var tag = envelope[0];
            envelope = envelope[1..];
            var size = Take(ref envelope);
            if (size > (ulong)envelope.Length)
            {
                throw Broken(seq);
            }

            var content = envelope[..(int)size];
            envelope = envelope[(int)size..];
            switch (tag)
            {
                case IdTag:
                    id = Encoding.UTF8.GetString(content);
                    break;
                case KindTag:
                    kind = Take(ref content);
                    break;
                case TypeTag:
                    type = Encoding.UTF8.GetString(content);
                    break;
                case SenderTag:
                    sender = Encoding.UTF8.GetString(content);
                    break;
                case OriginTag:
                    origin = Encoding.UTF8.GetString(content);
                    break;
                case EchoTag:
                    echo = Take(ref content);
                    break;
                case ClientIdTag:
                    clientId = Encoding.UTF8.GetString(content);
                    break;
                case MentionTag:
                    (mentions ??= []).Add(Encoding.UTF8.GetString(content));
                    break;
                case TextMentionTag:
                    (textMentions ??= []).Add(Encoding.UTF8.GetString(content));
                    break;
                case ReferenceUserTag:
                    reference = (reference ?? new()) with { UserId = Encoding.UTF8.GetString(content) };
                    break;
                case ReferenceLogTag:
                    reference = (reference ?? new()) with { Log = LogId.TryParse(Encoding.UTF8.GetString(content), out var log) ? log : null };
                    break;
                case ReferenceMessageTag:
                    reference = (reference ?? new()) with { MessageId = Encoding.UTF8.GetString(content) };
                    break;
                case ReferenceSeqTag:
                    reference = (reference ?? new()) with { Seq = (long)Take(ref content) };
                    break;
                case PriorityTag:
                    priority = Take(ref content);
                    break;
                case TraceTag:
                    trace = Encoding.UTF8.GetString(content);
                    break;
                default:
                    // Of a newer writer.
                    break;
            }
        }

        return new Message
        {
            Seq = seq,
            Id = id ?? throw Broken(seq),
            Kind = (MessageKind)kind,
            Type = type,
            SenderId = sender,
            OriginSessionId = origin,
            Echo = (EchoPolicy)echo,
            ClientId = clientId,
            Mentions = (MessageKind)kind == MessageKind.Erased ? null : mentions,
            TextMentions = (MessageKind)kind == MessageKind.Erased ? null : textMentions,
            Reference = reference,
            Priority = (MessagePriority)priority,
            TraceParent = trace,
            Data = data,
            CreatedAtUnixMs = createdAtUnixMs,
        };
    }

    private static int Most(string? text) => text is null ? 0 : HeaderBytes + Encoding.UTF8.GetMaxByteCount(text.Length);

    private static int Most(IReadOnlyList<string>? texts)
    {
        var most = 0;
        for (var i = 0; i < texts?.Count; i++)
        {
            most += Most(texts[i]);
        }

        return most;
    }

    private static int Most(MessageReference? reference) => reference is null
        ? 0
        : Most(reference.UserId) + Most(reference.Log?.ToString()) + Most(reference.MessageId) + HeaderBytes + NumberBytes;

    private static void Texts(Span<byte> buffer, ref int length, byte tag, IReadOnlyList<string>? texts)
    {
        for (var i = 0; i < texts?.Count; i++)
        {
            Text(buffer, ref length, tag, texts[i]);
        }
    }

    private static void Text(Span<byte> buffer, ref int length, byte tag, string? text)
    {
        if (text is not null)
        {
            buffer[length++] = tag;
            Put(buffer, ref length, (uint)Encoding.UTF8.GetByteCount(text));
            length += Encoding.UTF8.GetBytes(text, buffer[length..]);
        }
    }

    private static void Number(Span<byte> buffer, ref int length, byte tag, ulong value)
    {
        if (value != 0)
        {
            Span<byte> content = stackalloc byte[NumberBytes];
            var size = 0;
            Put(content, ref size, value);
            buffer[length++] = tag;
            buffer[length++] = (byte)size;
            content[..size].CopyTo(buffer[length..]);
            length += size;
        }
    }

    private static void Put(Span<byte> buffer, ref int length, ulong value)
    {
        for (; value >= 0x80; value >>= 7)
        {
            buffer[length++] = (byte)(value | 0x80);
        }

        buffer[length++] = (byte)value;
    }

    private static ulong Take(ref ReadOnlySpan<byte> bytes)
    {
        ulong value = 0;
        for (var i = 0; i < bytes.Length && i < NumberBytes; i++)
        {
            value |= (ulong)(bytes[i] & 0x7F) << (7 * i);
            if (bytes[i] < 0x80)
            {
                bytes = bytes[(i + 1)..];
                return value;
            }
        }

        throw new FormatException("A number of an envelope does not end.");
    }

    private static FormatException Broken(long seq) => new($"Entry {seq} holds no message.");
}
