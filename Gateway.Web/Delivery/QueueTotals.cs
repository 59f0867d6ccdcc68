namespace Orleans.Realtime.Gateway.Web.Delivery;

/// <summary>What waits in outbound queues.</summary>
/// <param name="Connections">Queues that are not empty.</param>
/// <param name="Frames">Frames in them.</param>
/// <param name="Bytes">Their bytes, before compression.</param>
internal readonly record struct QueueTotals(int Connections, long Frames, long Bytes)
{
    /// <summary>With one more queue.</summary>
    public QueueTotals With(int frames, long bytes) => frames == 0 ? this : new(Connections + 1, Frames + frames, Bytes + bytes);
}
