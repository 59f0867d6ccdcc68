namespace Orleans.Realtime.Grains.Log.Redis;

/// <summary>Where Redis is and how long it may take. Section <c>Redis</c>.</summary>
internal sealed class RedisOptions
{
    /// <summary>Configuration section.</summary>
    public const string Section = "Redis";

    /// <summary>
    /// Hosts and options in StackExchange.Redis' notation, for example <c>redis:6379,password=…</c>. Text; default empty: <c>ConnectionStrings:Redis</c>.
    /// Redis 6.2 or newer.
    /// </summary>
    public string ConnectionString { get; set; } = string.Empty;

    /// <summary>
    /// Begins the keys of all logs: services that share a Redis take one each. Text; default empty: <c>Cluster:ServiceId</c>, which also begins the keys of
    /// membership and grain state; up to 64 characters, none of them a brace or white space.
    /// </summary>
    public string KeyPrefix { get; set; } = string.Empty;

    /// <summary>
    /// How long one command may take, its way through the client included. What takes longer has an unknown outcome; while nothing at all is
    /// answered for so long, new commands are refused at once. Time; default 2 seconds; 50 milliseconds to 30 seconds.
    /// </summary>
    public TimeSpan CommandTimeout { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>How long one attempt to connect may take. Time; default 5 seconds; 100 milliseconds to 1 minute.</summary>
    public TimeSpan ConnectTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Pause before the first attempt to connect again; doubles with every further one. Time; default 250 milliseconds; 10 milliseconds to 1 minute.</summary>
    public TimeSpan ReconnectDelay { get; set; } = TimeSpan.FromMilliseconds(250);

    /// <summary>Longest pause between attempts to connect again. Time; default 5 seconds; 10 milliseconds to 10 minutes, not below <see cref="ReconnectDelay"/>.</summary>
    public TimeSpan MaxReconnectDelay { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// How long a connection may be silent with commands under way before it is given up and made anew: its other end may be gone without a word.
    /// Time; default 15 seconds; 1 second to 10 minutes.
    /// </summary>
    public TimeSpan ReplaceAfter { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>Most commands under way. Overflow: the newcomer is refused with <c>unavailable</c>. Commands; default 20,000; 1 to 1,000,000.</summary>
    public int MaxPendingCommands { get; set; } = 20_000;
}
