using System.Text.Json;

namespace Orleans.Realtime.Client.Protocol;

/// <summary>What the server's errors are here.</summary>
internal static class ServerErrors
{
    /// <summary>What an <c>error</c> frame, or an object with an error, says.</summary>
    public static RealtimeClientException Read(JsonElement frame)
    {
        var code = frame.Text("code") is { Length: > 0 } given ? given : RealtimeErrorCodes.Internal;
        return Create(code, frame.Text("message") ?? "", frame.Number("retry_after_ms"));
    }

    public static RealtimeClientException Create(string code, string message, long? retryAfterMs = null) =>
        new(code, message)
        {
            RetryAfter = retryAfterMs is { } ms ? TimeSpan.FromMilliseconds(ms) : null,
            MaybeStored = code is RealtimeErrorCodes.Unavailable or RealtimeErrorCodes.Timeout,
        };
}
