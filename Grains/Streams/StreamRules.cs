using Orleans.Realtime.Grains.Interfaces;
using Orleans.Realtime.Grains.Interfaces.Streams;

namespace Orleans.Realtime.Grains.Streams;

/// <summary>What calls to a stream must be like. All refuse with <see cref="RealtimeErrorCode.BadRequest"/>, and <see cref="RealtimeErrorCode.TooLarge"/>.</summary>
internal static class StreamRules
{
    private const int MaxPublishes = 1_000;
    private const int MaxAcknowledged = 1_000;

    private static readonly TimeSpan ShortestIdle = TimeSpan.FromMilliseconds(1);

    public static void CheckStream(string name) => CheckName(name, "stream");

    public static void CheckGroup(string group) => CheckName(group, "group");

    /// <summary>Checks what is to be published.</summary>
    /// <returns>How many messages, and how many bytes of data.</returns>
    public static (int Messages, long Bytes) Check(StreamPublish[] publishes, int maxBytes)
    {
        Ensure(publishes is { Length: > 0 and <= MaxPublishes }, $"A call has 1 to {MaxPublishes} publishes.");
        var (messages, bytes) = (0, 0L);
        foreach (var publish in publishes)
        {
            Ensure(publish?.Messages is { Length: > 0 and <= StreamPublish.MaxMessages }, $"A publish has 1 to {StreamPublish.MaxMessages} messages.");
            Ensure(
                publish!.IdempotencyKey is null or { Length: > 0 and <= StreamPublish.MaxKeyLength },
                $"An idempotency key has 1 to {StreamPublish.MaxKeyLength} characters.");
            foreach (var message in publish.Messages)
            {
                bytes += Check(message, maxBytes);
            }

            messages += publish.Messages.Length;
        }

        return (messages, bytes);
    }

    public static void Check(StreamRange range)
    {
        Ensure(range is not null, "A range is missing.");
        CheckCount(range!.Count);
    }

    public static void Check(StreamRead read)
    {
        Ensure(read is not null, "What to read is missing.");
        CheckCount(read!.Count);
        CheckWait(read.Wait);
    }

    public static void Check(GroupRead read)
    {
        Ensure(read is not null, "What to read is missing.");
        CheckGroup(read!.Group);
        CheckName(read.Consumer, "consumer");
        CheckCount(read.Count);
        CheckWait(read.Wait);
        Ensure(read.MinIdle is null || read.MinIdle >= ShortestIdle, "Entries are taken over that are idle for at least 1 millisecond.");
    }

    public static void Check(GroupClaim claim)
    {
        Ensure(claim is not null, "What to claim is missing.");
        CheckGroup(claim!.Group);
        CheckName(claim.Consumer, "consumer");
        CheckCount(claim.Count);
        Ensure(claim.MinIdle >= TimeSpan.Zero, "A time idle is not negative.");
    }

    public static void Check(PendingQuery query)
    {
        Ensure(query is not null, "A query is missing.");
        CheckGroup(query!.Group);
        CheckCount(query.Count);
        if (query.Consumer is { } consumer)
        {
            CheckName(consumer, "consumer");
        }
    }

    public static void CheckConsumer(string group, string consumer)
    {
        CheckGroup(group);
        CheckName(consumer, "consumer");
    }

    public static void CheckAcknowledged(string group, StreamId[] ids)
    {
        CheckGroup(group);
        Ensure(ids is { Length: > 0 and <= MaxAcknowledged }, $"1 to {MaxAcknowledged} entries are acknowledged in one call.");
    }

    public static void CheckLength(long maxLength) => Ensure(maxLength >= 0, "The number of entries to keep is not negative.");

    private static int Check(StreamMessage message, int maxBytes)
    {
        Ensure(message?.Data is { Length: > 0 }, "A message needs data: one JSON value in UTF-8.");
        Ensure(message!.Id != StreamId.Zero, "An entry's own id is at least 0-1.");
        return message.Data.Length <= maxBytes
            ? message.Data.Length
            : throw new RealtimeException(RealtimeErrorCode.TooLarge, $"The message has {message.Data.Length} bytes; at most {maxBytes} are taken.");
    }

    private static void CheckName(string name, string what) =>
        Ensure(StreamNames.IsValid(name), $"The name of a {what} has 1 to {StreamNames.MaxLength} of the characters A-Z, a-z, 0-9, '.', '_' and '-'.");

    private static void CheckCount(int count) => Ensure(count is >= 1 and <= StreamRange.MaxCount, $"The count is {count}; it must be 1 to {StreamRange.MaxCount}.");

    private static void CheckWait(TimeSpan wait) => Ensure(wait >= TimeSpan.Zero, "A time to wait is not negative.");

    private static void Ensure(bool condition, string message)
    {
        if (!condition)
        {
            throw new RealtimeException(RealtimeErrorCode.BadRequest, message);
        }
    }
}
