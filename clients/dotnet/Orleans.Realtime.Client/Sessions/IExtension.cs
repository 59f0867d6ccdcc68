using Orleans.Realtime.Client.Protocol;

namespace Orleans.Realtime.Client.Sessions;

/// <summary>A part of the protocol that stands for itself: it takes frames that name a stream. All is called under the client's gate.</summary>
internal interface IExtension
{
    void Receive(ServerFrame frame);

    /// <summary>There is a connection.</summary>
    void Attach();

    void Detach();

    void Close(RealtimeClientException? error);
}
