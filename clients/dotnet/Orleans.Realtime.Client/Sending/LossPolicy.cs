namespace Orleans.Realtime.Client.Sending;

/// <summary>What becomes of a request when the connection is lost before its answer.</summary>
internal enum LossPolicy
{
    /// <summary>It is sent again on the next connection, under the same id.</summary>
    Repeat,

    /// <summary>It fails if it was sent, since sending it twice does harm.</summary>
    Fail,

    /// <summary>It fails in any case, since it only makes sense on this connection.</summary>
    Drop,
}
