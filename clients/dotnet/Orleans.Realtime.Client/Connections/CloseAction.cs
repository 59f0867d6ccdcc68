namespace Orleans.Realtime.Client.Connections;

/// <summary>What a close code asks of the client.</summary>
internal enum CloseAction
{
    /// <summary>Connect again with the session id, after the usual delay.</summary>
    Resume,

    /// <summary>The same, but not soon.</summary>
    Wait,

    /// <summary>Connect again with a fresh token.</summary>
    Token,

    /// <summary>Connect again without the session, which is somebody else's.</summary>
    Session,

    /// <summary>A message was too large; give it up, then resume.</summary>
    Shrink,

    /// <summary>Do not come back.</summary>
    Stop,
}
