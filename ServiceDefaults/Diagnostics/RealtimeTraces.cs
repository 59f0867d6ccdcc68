using System.Diagnostics;

namespace Orleans.Realtime.ServiceDefaults.Diagnostics;

/// <summary>
/// The spans of a message's way: <c>realtime.receive</c> at the gateway that took it, <c>realtime.publish</c> in the grain,
/// <c>realtime.append</c> for the log, <c>realtime.deliver</c> at each gateway that hands it to connections. They belong together by the
/// trace context that the message itself carries, not by what surrounds a call: a message that is delivered after a crash is still of its
/// trace. No span names a user, a room or content.
/// </summary>
public static class RealtimeTraces
{
    /// <summary>Name of the <see cref="ActivitySource"/>.</summary>
    public const string SourceName = "Orleans.Realtime";

    /// <summary>Taken by a gateway, up to the receipt.</summary>
    public const string Receive = "realtime.receive";

    /// <summary>In the grain that owns the log, up to the receipt.</summary>
    public const string Publish = "realtime.publish";

    /// <summary>In the log's storage; what is appended together takes the same time.</summary>
    public const string Append = "realtime.append";

    /// <summary>Made a frame for the connections of a gateway.</summary>
    public const string Deliver = "realtime.deliver";

    private const string KindTag = "realtime.log.kind";
    private const string MessageTag = "messaging.message.id";
    private const string ErrorTag = "error.type";

    private static readonly ActivitySource Source = new(SourceName);

    /// <summary>Whether anybody wants spans. While nobody does, none of them costs anything.</summary>
    public static bool IsListening => Source.HasListeners();

    /// <summary>Begins the span of a message that came to a gateway; a root when there is no context.</summary>
    /// <param name="traceParent">The context that came with it.</param>
    /// <param name="messageId">The service's own id of the message.</param>
    /// <param name="logKind">What it goes to: <c>room</c>, <c>inbox</c> and so on.</param>
    public static Activity? StartReceive(string? traceParent, string messageId, string logKind)
    {
        if (!ActivityContext.TryParse(traceParent, traceState: null, isRemote: true, out var parent))
        {
            // What surrounds the call is the request that opened the socket: no frame belongs to it.
            Activity.Current = null;
        }

        return Source.StartActivity(Receive, ActivityKind.Producer, parent)?.SetTag(KindTag, logKind).SetTag(MessageTag, messageId);
    }

    /// <summary>Records a span that is over, for a message that carries a trace context.</summary>
    /// <param name="name">One of the names above.</param>
    /// <param name="kind">Which side of the message's way it is.</param>
    /// <param name="traceParent">The context that the message carries.</param>
    /// <param name="messageId">The service's own id of the message.</param>
    /// <param name="logKind">As for <see cref="StartReceive"/>.</param>
    /// <param name="start">When it began; now, when there is none.</param>
    /// <param name="end">When it ended; now, when there is none.</param>
    /// <param name="error">The error code, if it failed.</param>
    public static void Record(
        string name,
        ActivityKind kind,
        string? traceParent,
        string messageId,
        string logKind,
        DateTimeOffset start = default,
        DateTimeOffset end = default,
        string? error = null)
    {
        if (!ActivityContext.TryParse(traceParent, traceState: null, isRemote: true, out var parent))
        {
            return;
        }

        using var activity = Source.StartActivity(name, kind, parent, startTime: start);
        if (activity is null)
        {
            return;
        }

        activity.SetTag(KindTag, logKind).SetTag(MessageTag, messageId);
        SetError(activity, error);
        if (end != default)
        {
            activity.SetEndTime(end.UtcDateTime);
        }
    }

    /// <summary>Marks a span as failed; none of a code is no failure.</summary>
    public static void SetError(Activity activity, string? error)
    {
        ArgumentNullException.ThrowIfNull(activity);
        if (error is not null)
        {
            activity.SetStatus(ActivityStatusCode.Error).SetTag(ErrorTag, error);
        }
    }
}
