using Orleans.Realtime.Grains.Interfaces.Messaging;

namespace Orleans.Realtime.Grains.Interfaces.Connections;

/// <summary>
/// One session: whose it is, on which gateway its socket is, what it subscribed to and how far its client confirmed. Lives
/// <c>Sessions:ResumeWindow</c> past the socket. Key: the session id.
/// </summary>
[Alias("realtime.connection")]
public interface IConnectionGrain : IGrainWithStringKey
{
    /// <summary>
    /// A socket begins: the session is made, or taken up again with <see cref="OpenSession.Resume"/>. A socket that another
    /// gateway, or the same one, still holds for it is ordered to close with 4409.
    /// </summary>
    /// <exception cref="RealtimeException"><see cref="RealtimeErrorCode.Forbidden"/>: the session belongs to another user.</exception>
    [Alias("open")]
    Task<SessionState> OpenAsync(OpenSession request);

    /// <summary>Subscriptions and confirmed positions changed. Without effect from a socket that does not hold the session.</summary>
    [Alias("update")]
    Task<SessionHold> UpdateAsync(string socketId, SessionUpdate update);

    /// <summary>The socket ended; the session waits for its client for the resume window. Without effect from a socket that does not hold the session.</summary>
    [Alias("detach")]
    Task<SessionHold> DetachAsync(string socketId, SessionUpdate last);

    /// <summary>Closes the socket with the code given, and ends the session at once. False when there is no such session.</summary>
    [Alias("terminate")]
    Task<bool> TerminateAsync(int closeCode, string reason);

    /// <summary>The session for somebody who looks into it; <see langword="null"/> when there is none.</summary>
    [Alias("describe")]
    Task<SessionDescription?> DescribeAsync();
}
