using Orleans.Realtime.Client.Messages;
using Orleans.Realtime.Client.Receiving;

namespace Orleans.Realtime.Client.Listening;

/// <summary>A handler of the application.</summary>
internal sealed class HandlerListener<TEvent>(Func<TEvent, CancellationToken, Task> handler) : Listener
    where TEvent : RealtimeEvent
{
    public override bool Wants(RealtimeEvent occurrence) => occurrence is TEvent;

    public override Task TakeAsync(Delivered delivered, CancellationToken cancellationToken) => handler((TEvent)delivered.Event, cancellationToken);
}
