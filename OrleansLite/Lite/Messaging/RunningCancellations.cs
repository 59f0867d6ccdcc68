using System.Collections.Concurrent;
using Orleans.Lite.Activations;
using Orleans.Runtime;

namespace Orleans.Lite.Messaging;

/// <summary>The requests with a token at this node, so that the caller's cancellation finds them.</summary>
internal sealed class RunningCancellations
{
    private readonly ConcurrentDictionary<(SiloAddress Sender, long Id), (RequestMessage Message, Activation? Activation)> _requests = new();

    public void Add(RequestMessage message)
    {
        if (message.Body.IsCancellable && message.Id != 0)
        {
            message.PrepareCancellation();
            _requests[(message.Sender, message.Id)] = (message, null);
        }
    }

    public void RunsOn(RequestMessage message, Activation activation)
    {
        if (message.Body.IsCancellable && message.Id != 0)
        {
            _requests[(message.Sender, message.Id)] = (message, activation);
        }
    }

    public void Remove(RequestMessage message)
    {
        if (message.Body.IsCancellable && message.Id != 0)
        {
            _requests.TryRemove((message.Sender, message.Id), out _);
        }
    }

    /// <summary>Cancels as a turn of the activation that runs the request: what is registered with the token belongs to it.</summary>
    public void Cancel(CancelMessage cancel)
    {
        if (!_requests.TryGetValue((cancel.Sender, cancel.Id), out var request))
        {
            return;
        }

        if (request.Activation is { } activation)
        {
            activation.Post(request.Message.Cancel);
        }
        else
        {
            request.Message.Cancel();
        }
    }
}
