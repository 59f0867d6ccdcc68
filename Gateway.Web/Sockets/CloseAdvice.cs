namespace Orleans.Realtime.Gateway.Web.Sockets;

/// <summary>What a close code tells a client to do next.</summary>
internal enum CloseAdvice
{
    /// <summary>The conversation is over, or trying again with the same input would end the same way.</summary>
    Stop,

    /// <summary>Connect again, after a back-off, with the session id: what was missed follows.</summary>
    Resume,

    /// <summary>Connect again, but with fresh credentials.</summary>
    Authenticate,
}
