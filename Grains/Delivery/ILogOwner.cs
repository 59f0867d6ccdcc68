using Orleans.Realtime.Grains.Interfaces.Messaging;

namespace Orleans.Realtime.Grains.Delivery;

/// <summary>The grain that owns a log and its routes.</summary>
internal interface ILogOwner
{
    /// <summary>A route or a subscription came or went.</summary>
    void OnRoutesChanged();

    /// <summary>Another activation owns the log, or the log was lost: this one has to go. Called once, its deliveries have ended.</summary>
    void OnFenced();

    /// <summary>New entries are in the log, in order; called before they are delivered and before their receipts are given out. Must be quick and not throw.</summary>
    void OnAppended(IReadOnlyList<Message> entries)
    {
    }
}
