using Orleans.Runtime;

namespace Orleans.Lite.Messaging;

/// <summary>Moves messages between nodes. Keeps the order between two nodes; never blocks.</summary>
internal interface IMessageTransport
{
    /// <summary>Begins to receive what is sent to <paramref name="address"/>.</summary>
    void Open(SiloAddress address, IMessageReceiver receiver);

    /// <summary>Ends it.</summary>
    void Close(SiloAddress address);

    /// <summary>Ends it as the death of the process would.</summary>
    void Abort(SiloAddress address);

    /// <summary>Waits until what was sent is on its way.</summary>
    ValueTask DrainAsync(CancellationToken cancellationToken);

    /// <summary>Sends, or returns false if there is no such node as far as known.</summary>
    /// <exception cref="OrleansMessageRejectionException">Too much waits to be sent there already.</exception>
    /// <exception cref="Serialization.SerializerException">The message cannot be written.</exception>
    bool TrySend(SiloAddress target, IMessage message);
}
