using Orleans.Runtime;

namespace Orleans.Lite.Messaging;

/// <summary>Takes messages from the transport. Must not block.</summary>
internal interface IMessageReceiver
{
    void Receive(IMessage message);

    /// <summary>The call that an answer belongs to.</summary>
    bool TryGetCall(long id, out IPendingCall? call);

    /// <summary>The connection to a node is over: what was sent there will not be answered.</summary>
    void Lost(SiloAddress peer);
}
