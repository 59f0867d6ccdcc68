namespace Orleans.Realtime.Cluster.Harness.History;

/// <summary>How much load of which kind.</summary>
public sealed class WorkloadOptions
{
    /// <summary>Decides pauses, bursts and the choice of gateways. Default 1.</summary>
    public int Seed { get; set; } = 1;

    /// <summary>Rooms; every reader and every writer of rooms listens to all of them. Default 3.</summary>
    public int Rooms { get; set; } = 3;

    /// <summary>Clients that only listen: to all rooms, and to their own inbox. Default 4.</summary>
    public int Readers { get; set; } = 4;

    /// <summary>
    /// Clients that publish to the rooms, and over the socket into the inboxes of readers; they listen too. Every other one waits for each
    /// acknowledgement before it sends on, the rest send up to <see cref="Window"/> ahead. Default 4.
    /// </summary>
    public int Writers { get; set; } = 4;

    /// <summary>Senders of events over HTTP into the inboxes of readers. Default 2.</summary>
    public int EventSenders { get; set; } = 2;

    /// <summary>Messages that a writer has under way at most. Default 32.</summary>
    public int Window { get; set; } = 32;

    /// <summary>Mean pause between two messages of one writer. Default 150 ms.</summary>
    public TimeSpan Pause { get; set; } = TimeSpan.FromMilliseconds(150);

    /// <summary>Every how many pauses, on average, a burst of a window's size is sent instead of one message; 0 for none. Default 20.</summary>
    public int BurstEvery { get; set; } = 20;

    /// <summary>Whether logs may be lost, as when Redis is emptied: then gaps are in order, and what was in the lost log is not missed. Default false.</summary>
    public bool LogsMayBeLost { get; set; }

    /// <summary>How long writers may take at the end until everything is acknowledged, and readers until they have it all. Default 60 s.</summary>
    public TimeSpan SettleTimeout { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>Clock of the clients. Default the system's.</summary>
    public TimeProvider Time { get; set; } = TimeProvider.System;
}
