namespace Orleans.Realtime.Gateway.Web.Sockets;

/// <summary>Decides which requests become WebSockets, and what these do. The same for requests of an HTTP server and those read off a listener.</summary>
internal interface IWebSocketAdmission
{
    /// <summary>Judges a request, of which nothing of the body was read. Answers nothing and keeps nothing of it.</summary>
    ValueTask<WebSocketJudgement> JudgeAsync(HttpContext request);

    /// <summary>Runs the socket of an accepted request, whose handshake was answered, to its end.</summary>
    /// <param name="accepted">The judgement.</param>
    /// <param name="transport">The bytes; owned by the socket from here on.</param>
    /// <param name="received">What the client sent right behind its handshake.</param>
    Task RunAsync(WebSocketJudgement accepted, SocketTransport transport, ReadOnlySpan<byte> received);
}
