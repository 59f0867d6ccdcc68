namespace Orleans.Realtime.Gateway.Web.Sockets;

/// <summary>Where an entry of a <see cref="ConnectionWheel"/> is.</summary>
internal enum WheelState : byte
{
    /// <summary>Not in the wheel.</summary>
    Out,

    /// <summary>Linked into a slot.</summary>
    Waiting,

    /// <summary>Taken out to be called.</summary>
    Running,
}
