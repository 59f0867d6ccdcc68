namespace Orleans.Lite.Tcp;

/// <summary>Ends a connection and says how its other side was lost.</summary>
internal sealed class PeerLossException(PeerLoss loss, string message) : Exception(message)
{
    public PeerLoss Loss { get; } = loss;
}
