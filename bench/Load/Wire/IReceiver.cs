namespace Orleans.Realtime.Load.Wire;

/// <summary>Takes what a dialect found in a server's frames.</summary>
internal interface IReceiver
{
    /// <summary>The connection is in all its rooms: it gets what is published from now on.</summary>
    void OnReady(Connection connection);

    /// <summary>A message arrived.</summary>
    /// <param name="connection">Where.</param>
    /// <param name="stamp">What it holds.</param>
    /// <param name="seq">The position that the server gave it; 0 from servers that give none.</param>
    void OnMessage(Connection connection, in Stamp stamp, long seq);

    /// <summary>The server took what was published.</summary>
    /// <param name="connection">Who published.</param>
    /// <param name="id">The id it was published with; 0 where the protocol says only how many.</param>
    /// <param name="seq">The position that the server gave it; 0 from servers that give none.</param>
    void OnReply(Connection connection, long id, long seq);

    /// <summary>The server refused a frame, or sent one that should not be.</summary>
    /// <param name="connection">Where.</param>
    /// <param name="id">The id of the refused frame, or 0.</param>
    /// <param name="frame">What came.</param>
    void OnFault(Connection connection, long id, ReadOnlySpan<byte> frame);
}
