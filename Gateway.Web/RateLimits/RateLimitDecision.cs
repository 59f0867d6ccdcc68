namespace Orleans.Realtime.Gateway.Web.RateLimits;

/// <summary>What becomes of a frame.</summary>
internal enum RateLimitDecision
{
    /// <summary>It is within the limits.</summary>
    Allowed = 0,

    /// <summary>It is dropped and answered with <c>rate_limited</c>.</summary>
    Refused,

    /// <summary>The connection has exceeded its limits for too long: it is closed with 4429.</summary>
    Close,
}
