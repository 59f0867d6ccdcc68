namespace Orleans.Realtime.Grains.Interfaces.Gateways;

/// <summary>What a <see cref="Signal"/> tells.</summary>
public enum SignalKind
{
    /// <summary>A member types.</summary>
    Typing = 0,

    /// <summary>A member has read up to a position.</summary>
    Read = 1,

    /// <summary>A member came online.</summary>
    Online = 2,

    /// <summary>A member went offline, and stayed away for the grace.</summary>
    Offline = 3,
}
