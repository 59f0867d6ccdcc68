using Orleans.Lite.Messaging;
using Orleans.Runtime;

namespace Orleans.Realtime.OrleansLite.Cluster.Tests.Tcp;

/// <summary>Takes what comes and does nothing with it.</summary>
internal sealed class SilentReceiver : IMessageReceiver
{
    public void Receive(IMessage message)
    {
    }

    public bool TryGetCall(long id, out IPendingCall? call)
    {
        call = null;
        return false;
    }

    public void Lost(SiloAddress peer)
    {
    }
}
