using Orleans.Realtime.Client.Messages;
using Orleans.Realtime.Client.Receiving;

namespace Orleans.Realtime.Client.Listening;

/// <summary>One that wants some of the events.</summary>
internal abstract class Listener
{
    /// <summary>Whether this is one of its events.</summary>
    public abstract bool Wants(RealtimeEvent occurrence);

    /// <summary>Takes an event that it wants. Done when the next may come.</summary>
    public abstract Task TakeAsync(Delivered delivered, CancellationToken cancellationToken);

    /// <summary>No more will come.</summary>
    public virtual void End(RealtimeClientException? error)
    {
    }
}
