namespace Orleans.Realtime.Gateway.Web.RateLimits;

/// <summary>What all connections of one user to this gateway share. Lives as long as one of them.</summary>
internal sealed class UserBucket(string userId)
{
    /// <summary>The tokens. A field: a property would take from a copy.</summary>
    public TokenBucket Tokens;

    /// <summary>The user.</summary>
    public string UserId { get; } = userId;

    /// <summary>How many connections hold it; under the lock of this object. Negative once it is given up.</summary>
    public int Holders { get; set; }
}
