using Orleans.Realtime.Client.Listening;
using Orleans.Realtime.Client.Messages;

namespace Orleans.Realtime.Client;

// Listening to events, by handlers and by loops.
public sealed partial class RealtimeClient
{
    private const int DefaultMaxBuffered = 1_000;

    /// <summary>
    /// Calls a handler for each event of a type, or of a type below it. Handlers are called one after the other, in the order of the events: the next begins when
    /// the one before has ended. Disposing what is returned removes it.
    /// </summary>
    /// <param name="handler">Its token tells that the client is disposed. What it throws becomes a <see cref="ClientError"/>, and the event counts as handled.</param>
    public IDisposable On<TEvent>(Func<TEvent, CancellationToken, Task> handler)
        where TEvent : RealtimeEvent
    {
        ArgumentNullException.ThrowIfNull(handler);
        var listener = new HandlerListener<TEvent>(handler);
        Session.Dispatcher.Add(listener);
        return new Registration(() => Session.Dispatcher.Remove(listener));
    }

    /// <inheritdoc cref="On{TEvent}(Func{TEvent, CancellationToken, Task})"/>
    public IDisposable On<TEvent>(Func<TEvent, Task> handler)
        where TEvent : RealtimeEvent
    {
        ArgumentNullException.ThrowIfNull(handler);
        return On<TEvent>((occurrence, _) => handler(occurrence));
    }

    /// <inheritdoc cref="On{TEvent}(Func{TEvent, CancellationToken, Task})"/>
    public IDisposable On<TEvent>(Action<TEvent> handler)
        where TEvent : RealtimeEvent
    {
        ArgumentNullException.ThrowIfNull(handler);
        return On<TEvent>((occurrence, _) =>
        {
            handler(occurrence);
            return Task.CompletedTask;
        });
    }

    /// <summary>Calls a handler for each event of one of the application's own types.</summary>
    public IDisposable OnEvent(string type, Func<AppEvent, CancellationToken, Task> handler)
    {
        ArgumentException.ThrowIfNullOrEmpty(type);
        ArgumentNullException.ThrowIfNull(handler);
        return On<AppEvent>((occurrence, cancellationToken) => occurrence.Type == type ? handler(occurrence, cancellationToken) : Task.CompletedTask);
    }

    /// <summary>
    /// Events for one <c>await foreach</c> loop, collected from this call on. An inbox message is acknowledged when the loop comes back for the next. The loop ends when the client
    /// is closed, and throws a <see cref="RealtimeClientException"/> when an error closed it, or <c>overflow</c> when too many events wait for it.
    /// </summary>
    /// <param name="filter">Only these. Default all. Called on the client's own loop: it should be quick.</param>
    /// <param name="maxBuffered">Events that may wait for the loop: 1 to 1,000,000. Default 1,000.</param>
    /// <param name="cancellationToken">Ends the loop with an <see cref="OperationCanceledException"/>.</param>
    public IAsyncEnumerable<TEvent> ReadAsync<TEvent>(Func<TEvent, bool>? filter = null, int maxBuffered = DefaultMaxBuffered, CancellationToken cancellationToken = default)
        where TEvent : RealtimeEvent
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maxBuffered, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(maxBuffered, 1_000_000);
        var loop = new EventLoop<TEvent>(filter, maxBuffered, Session.Dispatcher.Remove, cancellationToken);
        Session.Dispatcher.Add(loop);
        return loop;
    }

    private sealed class Registration(Action remove) : IDisposable
    {
        public void Dispose() => remove();
    }
}
