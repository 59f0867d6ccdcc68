using System.Collections.Concurrent;
using Orleans.Lite.Messaging;
using Orleans.Runtime;

namespace Orleans.Lite.InProcess;

/// <summary>Hands messages from node to node within this process.</summary>
internal class LoopbackTransport : IMessageTransport
{
    private readonly ConcurrentDictionary<SiloAddress, IMessageReceiver> _receivers = new();

    public void Open(SiloAddress address, IMessageReceiver receiver) => _receivers[address] = receiver;

    public void Close(SiloAddress address) => _receivers.TryRemove(address, out _);

    public void Abort(SiloAddress address) => Close(address);

    public ValueTask DrainAsync(CancellationToken cancellationToken) => default;

    public bool TrySend(SiloAddress target, IMessage message)
    {
        if (!_receivers.TryGetValue(target, out var receiver))
        {
            return false;
        }

        Deliver(receiver, message);
        return true;
    }

    /// <summary>Hands a message over, at once.</summary>
    protected virtual void Deliver(IMessageReceiver receiver, IMessage message) => receiver.Receive(message);
}
