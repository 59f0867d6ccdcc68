namespace Orleans.Realtime.Grains.Log;

/// <summary>
/// What the logs of one kind keep. Sections <c>Rooms:Retention</c> (defaults 1,000 entries, 24 h, idle 24 h) and
/// <c>Inboxes:Retention</c> (defaults 100 entries, 30 minutes, idle 7 days).
/// </summary>
internal sealed class RetentionOptions
{
    /// <summary>Name and configuration section of the rooms' retention.</summary>
    public const string Rooms = "Rooms:Retention";

    /// <summary>Name and configuration section of the inboxes' retention.</summary>
    public const string Inboxes = "Inboxes:Retention";

    /// <summary>Newest entries kept. Overflow: the oldest is dropped. Entries; 1 to 1,000,000.</summary>
    public int MaxEntries { get; set; }

    /// <summary>Age up to which an entry is kept. Time; 1 second to 3,650 days.</summary>
    public TimeSpan MaxAge { get; set; }

    /// <summary>
    /// How long a log that nobody opens or writes is remembered. Afterwards it begins anew with seq 1 and another epoch, and a client
    /// that comes back with an old position is told of a gap. Time; not shorter than <see cref="MaxAge"/>, up to 3,650 days.
    /// </summary>
    public TimeSpan IdleTtl { get; set; }

    /// <summary>Sets the defaults of one kind.</summary>
    public static void SetDefaults(string? name, RetentionOptions options)
    {
        if (name == Inboxes)
        {
            (options.MaxEntries, options.MaxAge, options.IdleTtl) = (100, TimeSpan.FromMinutes(30), TimeSpan.FromDays(7));
        }
        else
        {
            (options.MaxEntries, options.MaxAge, options.IdleTtl) = (1000, TimeSpan.FromHours(24), TimeSpan.FromHours(24));
        }
    }

    /// <summary>The same as an immutable value.</summary>
    public LogRetention ToRetention() => new(MaxEntries, MaxAge, IdleTtl);
}
