namespace Orleans.Realtime.Grains.Interfaces.Connections;

/// <summary>Whether a socket still holds its session.</summary>
public enum SessionHold
{
    /// <summary>It does; the call took effect.</summary>
    Held = 0,

    /// <summary>
    /// Nobody knows the session: its silo was lost, or it ended. A gateway whose socket is alive opens it again (<see cref="OpenSession.Resume"/>
    /// false) and updates it with all that it holds; the call had no effect.
    /// </summary>
    Unknown = 1,

    /// <summary>A newer socket holds the session; the call had no effect.</summary>
    TakenOver = 2,
}
