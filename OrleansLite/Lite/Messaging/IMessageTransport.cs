using Orleans.Runtime;

namespace Orleans.Lite.Messaging;

/// <summary>Moves messages between nodes. Keeps the order between two nodes; never blocks.</summary>
internal interface IMessageTransport
{
    /// <summary>Begins to receive what is sent to <paramref name="address"/>.</summary>
    void Open(SiloAddress address, IMessageReceiver receiver);

    /// <summary>Ends it.</summary>
    void Close(SiloAddress address);

    /// <summary>Sends, or returns false if there is no such node as far as known.</summary>
    bool TrySend(SiloAddress target, IMessage message);
}
