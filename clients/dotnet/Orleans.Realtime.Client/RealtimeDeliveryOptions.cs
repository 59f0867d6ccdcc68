namespace Orleans.Realtime.Client;

/// <summary>What was received and not handled yet.</summary>
public sealed class RealtimeDeliveryOptions
{
    /// <summary>
    /// Events that may wait for handlers: 16 to 1,000,000. Default 10,000. With more the client takes nothing further of rooms and conversations (<c>overflow</c>), and
    /// fetches it from history once half of them are handled. As many again may wait from the inbox; with more the connection is given up until then.
    /// </summary>
    public int MaxBuffered { get; set; } = 10_000;

    /// <summary>Whether gaps are filled from history before what is missing for good is told. Default true.</summary>
    public bool RepairGaps { get; set; } = true;

    /// <summary>Largest frame that is taken from the server, in bytes: 65,536 to 1 GiB. Default 67,108,864. A larger one ends the connection (<c>too_large</c>).</summary>
    public int MaxFrameBytes { get; set; } = 64 * 1024 * 1024;
}
