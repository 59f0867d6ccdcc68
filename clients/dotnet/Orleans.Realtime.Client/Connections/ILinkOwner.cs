using Orleans.Realtime.Client.Protocol;

namespace Orleans.Realtime.Client.Connections;

/// <summary>Who owns a link. All is called under the client's gate; nothing after <see cref="Closed"/>, which is called once, and nothing after the link was closed from here.</summary>
internal interface ILinkOwner
{
    void Opened();

    void Received(ServerFrame frame);

    /// <summary>The socket is gone, or could not be opened.</summary>
    /// <param name="code">The close code; <see cref="CloseCodes.Lost"/> where none came.</param>
    /// <param name="reason">What was said about it.</param>
    /// <param name="error">What went wrong, where the socket could not be opened.</param>
    void Closed(int code, string reason, RealtimeClientException? error);
}
