namespace Orleans.Lite.Tcp;

/// <summary>How another node was lost.</summary>
internal enum PeerLoss
{
    /// <summary>The connection ended: the process may be gone or only the connection.</summary>
    Closed,

    /// <summary>Nobody listens there, or another run of the silo does: it is gone for certain.</summary>
    Gone,

    /// <summary>Nothing was heard for too long.</summary>
    Silent,
}
