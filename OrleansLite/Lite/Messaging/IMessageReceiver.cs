namespace Orleans.Lite.Messaging;

/// <summary>Takes messages from the transport. Must not block.</summary>
internal interface IMessageReceiver
{
    void Receive(IMessage message);
}
