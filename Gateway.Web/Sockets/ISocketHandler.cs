namespace Orleans.Realtime.Gateway.Web.Sockets;

/// <summary>What a socket tells the session above it. Messages and the closure come one after the other, never at the same time.</summary>
internal interface ISocketHandler
{
    /// <summary>
    /// A complete text message, valid UTF-8. The memory is the socket's again when the call ends: copy what must outlive it.
    /// The next message is parsed only then, which is the back-pressure towards the client. An exception closes with 1011.
    /// </summary>
    ValueTask OnMessageAsync(ReadOnlyMemory<byte> utf8Json);

    /// <summary>
    /// All messages were handed over that came in one read, or the last ones before the end: now the socket waits, or ends. What it still owes is flushed behind this call.
    /// </summary>
    void OnReadEnd();

    /// <summary>The client sent a ping. False: it is not answered, because there were too many.</summary>
    bool OnClientPing();

    /// <summary>
    /// Ping <paramref name="number"/> is about to be enqueued, called by any thread: whatever was enqueued before this call goes out
    /// before that ping. Numbers start at 1 and grow by one.
    /// </summary>
    void OnPing(uint number);

    /// <summary>The pong to ping <paramref name="number"/> came: the client has received everything that was enqueued before that ping, and before all earlier ones.</summary>
    void OnPong(uint number);

    /// <summary>The socket has ended. Called exactly once, after the last message.</summary>
    void OnClosed(SocketClosure closure);
}
