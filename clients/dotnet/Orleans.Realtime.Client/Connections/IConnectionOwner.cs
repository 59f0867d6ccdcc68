using Orleans.Realtime.Client.Messages;
using Orleans.Realtime.Client.Protocol;

namespace Orleans.Realtime.Client.Connections;

/// <summary>What stands above the connection: it knows what the frames mean. All is called under the client's gate.</summary>
internal interface IConnectionOwner
{
    /// <summary>The session to resume, if any.</summary>
    string? SessionId { get; }

    void ForgetSession();

    /// <summary>The socket is open; what is sent now goes ahead of everything else.</summary>
    void Opened();

    void Connected(ServerFrame frame);

    void Received(ServerFrame frame);

    void Lost();

    /// <summary>The server closed because a message was too large.</summary>
    void Shrink();

    void Changed(StateChange change);

    void Failed(RealtimeClientException error);

    /// <summary>Gives the server a fresh token over the live connection; calls back with what went wrong, or null.</summary>
    void Authenticate(string token, Action<Exception?> done);
}
