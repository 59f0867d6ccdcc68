using System.Diagnostics;

namespace Orleans.Realtime.ServiceDefaults.Diagnostics;

/// <summary>The W3C trace context in its one line, as the header <c>traceparent</c> has it: version, trace id, span id, flags.</summary>
public static class TraceContext
{
    /// <summary>Characters of a trace context.</summary>
    public const int Length = 55;

    /// <summary>Whether the text is a trace context of a version that is known, or of a later one in the same form.</summary>
    public static bool IsValid(string? text) => text is { Length: Length } && ActivityContext.TryParse(text, traceState: null, out _);

    /// <summary>That of the HTTP request at hand, if it is recorded; costs nothing if it is not.</summary>
    public static string? OfRequest() => Activity.Current is { Recorded: true, IdFormat: ActivityIdFormat.W3C } request ? request.Id : null;
}
