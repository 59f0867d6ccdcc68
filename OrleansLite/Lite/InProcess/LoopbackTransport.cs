using System.Collections.Concurrent;
using Orleans.Lite.Messaging;
using Orleans.Runtime;

namespace Orleans.Lite.InProcess;

/// <summary>Hands messages from node to node within this process.</summary>
internal sealed class LoopbackTransport : IMessageTransport
{
    private readonly ConcurrentDictionary<SiloAddress, IMessageReceiver> _receivers = new();

    public void Open(SiloAddress address, IMessageReceiver receiver) => _receivers[address] = receiver;

    public void Close(SiloAddress address) => _receivers.TryRemove(address, out _);

    public bool TrySend(SiloAddress target, IMessage message)
    {
        if (!_receivers.TryGetValue(target, out var receiver))
        {
            return false;
        }

        receiver.Receive(message);
        return true;
    }
}
