using Orleans.Realtime.Grains.Log;

namespace Orleans.Realtime.Grains.Users;

/// <summary>What inboxes keep while nobody takes it. Section <c>Inbox</c>.</summary>
public sealed class InboxOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Inbox";

    /// <summary>Messages kept for a user without a live connection. Default 100, range 1 to 10,000.</summary>
    public int MaxMessages { get; set; } = 100;

    /// <summary>
    /// Messages kept while the user has a live connection: a burst is not trimmed before its gateway, or a session that resumes,
    /// took it. When the last connection goes, the inbox is trimmed to <see cref="MaxMessages"/>. Default 1,000, range
    /// <see cref="MaxMessages"/> to 100,000.
    /// </summary>
    public int MaxMessagesOnline { get; set; } = 1_000;

    /// <summary>How long a message is kept. Default 30 minutes, range 1 second to 365 days.</summary>
    public TimeSpan MaxAge { get; set; } = TimeSpan.FromMinutes(30);

    /// <summary>
    /// How long an inbox that nobody opens or writes is remembered. Afterwards it begins anew with another epoch, and a client that
    /// comes back with an old position is told of a gap. Default 7 days, range <see cref="MaxAge"/> to 3,650 days.
    /// </summary>
    public TimeSpan IdleTtl { get; set; } = TimeSpan.FromDays(7);

    /// <summary>The same as an immutable value.</summary>
    internal LogRetention ToRetention() => new(MaxMessages, MaxAge, IdleTtl);
}
