namespace Orleans.Realtime.Grains.Delivery;

/// <summary>What a pump works with, and whom it tells when it ends on its own.</summary>
internal interface IPumpOwner
{
    DeliveryServices Services { get; }

    IDeliverySource Source { get; }

    /// <summary>A receiver has more than before.</summary>
    void OnConfirmed()
    {
    }

    /// <summary>A receiver has everything that there is.</summary>
    void OnCaughtUp();

    void OnDropped(LogPump pump);
}
