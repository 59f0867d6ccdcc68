namespace Orleans.Realtime.Gateway.Web.Delivery;

/// <summary>Whether the owner of a log delivers to this gateway.</summary>
internal enum LinkState : byte
{
    /// <summary>Not, as far as this gateway knows.</summary>
    Detached = 0,

    /// <summary>It was asked to.</summary>
    Attaching = 1,

    /// <summary>It does.</summary>
    Attached = 2,

    /// <summary>It was asked to stop.</summary>
    Detaching = 3,
}
