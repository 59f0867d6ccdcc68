using System.Globalization;
using Orleans.Realtime.Grains.Interfaces.Messaging;
using Orleans.Realtime.Grains.Log;

namespace Orleans.Realtime.Grains.Tests.Log;

/// <summary>Messages and reads as the tests of the log want them.</summary>
internal static class LogTestData
{
    public static readonly LogRetention KeepAll = new(1_000_000);

    private static int s_ids;

    public static Message NewMessage(string? id = null, string? sender = "u1", string? clientId = null, int bytes = 16) => new()
    {
        Id = id ?? "m" + Interlocked.Increment(ref s_ids).ToString(CultureInfo.InvariantCulture),
        Kind = MessageKind.Room,
        SenderId = sender,
        ClientId = clientId,
        Data = new byte[bytes],
    };

    /// <summary>Entries that follow a position, made at a given time.</summary>
    public static Message[] Entries(LogPosition after, int count, TimeProvider clock) =>
        [.. Enumerable.Range(1, count).Select(i => NewMessage() with
        {
            Seq = after.Seq + i,
            CreatedAtUnixMs = clock.GetUtcNow().ToUnixTimeMilliseconds(),
        })];

    public static IEnumerable<long> Seqs(this IEnumerable<Message> messages) => messages.Select(message => message.Seq);

    public static IEnumerable<string> Ids(this IEnumerable<Message> messages) => messages.Select(message => message.Id);

    /// <summary>The numbers from one to another, both included.</summary>
    public static IEnumerable<long> Range(long first, long last)
    {
        for (long seq = first; seq <= last; seq++)
        {
            yield return seq;
        }
    }

    /// <summary>Reads a whole log page by page.</summary>
    public static async Task<List<Message>> ReadAllAsync(this IMessageLog store, LogId log, LogRetention retention, int page = 500)
    {
        var all = new List<Message>();
        while (true)
        {
            LogSlice slice = await store.ReadAsync(log, LogRead.After(all.Count == 0 ? 0 : all[^1].Seq, page), retention);
            if (slice.Messages.Count == 0)
            {
                return all;
            }

            all.AddRange(slice.Messages);
        }
    }
}
