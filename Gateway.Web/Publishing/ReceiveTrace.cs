using System.Diagnostics;
using Orleans.Realtime.Grains.Interfaces.Messaging;
using Orleans.Realtime.ServiceDefaults.Diagnostics;

namespace Orleans.Realtime.Gateway.Web.Publishing;

/// <summary>The span with which a message's way begins.</summary>
internal static class ReceiveTrace
{
    /// <summary>Begins it, and has the message carry it. None when nobody listens or the trace is not recorded.</summary>
    /// <param name="message">The message; with the context that its sender gave, if one was given.</param>
    /// <param name="logKind">What it goes to.</param>
    public static Activity? Start(ref Message message, string logKind)
    {
        // Whether a request is recorded was decided when it came; a frame's trace may begin here.
        if (message.TraceParent is null && message.OriginSessionId is null)
        {
            return null;
        }

        var span = RealtimeTraces.StartReceive(message.TraceParent, message.Id, logKind.ToLowerInvariant());
        if (span is { Recorded: true })
        {
            message = message with { TraceParent = span.Id };
        }

        return span;
    }
}
