namespace Orleans.Realtime.Grains.Log;

/// <summary>What becomes of messages while the log's storage is out of reach.</summary>
internal enum UnavailablePolicy
{
    /// <summary>They are refused with <c>unavailable</c>; their senders try again.</summary>
    Reject = 0,

    /// <summary>They go to those who listen now, and are lost for everybody else.</summary>
    DeliverLive = 1,
}
