using System.Diagnostics;
using Orleans.Realtime.Grains.Interfaces;
using Orleans.Realtime.Grains.Interfaces.Messaging;
using Orleans.Realtime.ServiceDefaults.Diagnostics;

namespace Orleans.Realtime.Grains.Diagnostics;

/// <summary>Spans of the messages that carry a trace context.</summary>
internal static class MessageTraces
{
    /// <summary>When something begins that may be recorded; nothing while nobody listens.</summary>
    public static DateTimeOffset Begin(TimeProvider time) => RealtimeTraces.IsListening ? time.GetUtcNow() : default;

    /// <summary>Records the publishing of messages in their grain.</summary>
    public static void Published(LogId log, IReadOnlyList<Message> messages, IReadOnlyList<PublishReceipt> receipts, DateTimeOffset begun, TimeProvider time)
    {
        if (begun != default)
        {
            for (var i = 0; i < messages.Count; i++)
            {
                Record(RealtimeTraces.Publish, ActivityKind.Consumer, log, messages[i], begun, time, receipts[i].Error);
            }
        }
    }

    /// <summary>Records an append to a log.</summary>
    public static void Appended(LogId log, Message[] batch, DateTimeOffset begun, TimeProvider time, RealtimeErrorCode error = RealtimeErrorCode.None)
    {
        if (begun != default)
        {
            foreach (var message in batch)
            {
                Record(RealtimeTraces.Append, ActivityKind.Client, log, message, begun, time, error);
            }
        }
    }

    private static void Record(string name, ActivityKind kind, LogId log, Message message, DateTimeOffset begun, TimeProvider time, RealtimeErrorCode error)
    {
        if (message.TraceParent is { } trace)
        {
            RealtimeTraces.Record(
                name, kind, trace, message.Id, log.Kind.ToString().ToLowerInvariant(), begun, time.GetUtcNow(), error == RealtimeErrorCode.None ? null : error.ToString());
        }
    }
}
