namespace Orleans.Realtime.Grains.Delivery;

/// <summary>The grain that owns a log and its routes.</summary>
internal interface ILogOwner
{
    /// <summary>A route or a subscription came or went.</summary>
    void OnRoutesChanged();

    /// <summary>Another activation owns the log, or the log was lost: this one has to go. Called once, its deliveries have ended.</summary>
    void OnFenced();
}
