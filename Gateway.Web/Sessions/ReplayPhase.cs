namespace Orleans.Realtime.Gateway.Web.Sessions;

/// <summary>Whether a session's logs run.</summary>
internal enum ReplayPhase
{
    /// <summary>The session is being opened.</summary>
    Opening = 0,

    /// <summary>The client came with a session id: its positions are awaited.</summary>
    Held = 1,

    /// <summary>Replays and deliveries run.</summary>
    Running = 2,
}
