namespace Orleans.Realtime.Gateway.Web.RateLimits;

/// <summary>
/// The limits of one connection: its own, its share of its user's, and the rule for those that will not stop. Not thread-safe:
/// a connection's frames come one after the other. Dispose it when the connection ends.
/// </summary>
internal sealed class ConnectionRateLimiter : IDisposable
{
    private readonly GatewayRateLimits _limits;
    private TokenBucket _tokens;
    private UserBucket? _user;
    private long _excessSince;
    private long _lastRefusal;
    private int _refusals;

    internal ConnectionRateLimiter(GatewayRateLimits limits, string userId)
    {
        _limits = limits;
        _user = limits.Enabled ? limits.Users.Acquire(userId) : null;
    }

    /// <summary>Decides on one frame, whatever its type.</summary>
    /// <param name="retryAfter">When refused: how long until a frame would be taken.</param>
    public RateLimitDecision TryTake(out TimeSpan retryAfter)
    {
        retryAfter = TimeSpan.Zero;
        if (_user is not { } user)
        {
            return RateLimitDecision.Allowed;
        }

        long now = _limits.Time.GetTimestamp();
        return _tokens.TryTake(_limits.Connection, now, out retryAfter) && user.Tokens.TryTake(_limits.User, now, out retryAfter)
            ? RateLimitDecision.Allowed
            : Refuse(now);
    }

    /// <summary>Decides on one message to a room, besides <see cref="TryTake"/>. A refusal here is not held against the connection.</summary>
    public bool TryTakeRoom(string roomId, out TimeSpan retryAfter)
    {
        retryAfter = TimeSpan.Zero;
        return _limits.Rooms is not { } rooms || rooms.TryTake(roomId, out retryAfter);
    }

    /// <inheritdoc />
    public void Dispose()
    {
        if (_user is { } user)
        {
            _user = null;
            _limits.Users.Release(user);
        }
    }

    private RateLimitDecision Refuse(long now)
    {
        // A full second without a refusal is the pause that forgives what was before.
        if (_refusals == 0 || now - _lastRefusal >= _limits.Connection.Frequency)
        {
            _excessSince = now;
            _refusals = 0;
        }

        _lastRefusal = now;
        _refusals++;
        return _refusals >= _limits.ExcessRefusals || now - _excessSince >= _limits.ExcessTimeout
            ? RateLimitDecision.Close
            : RateLimitDecision.Refused;
    }
}
