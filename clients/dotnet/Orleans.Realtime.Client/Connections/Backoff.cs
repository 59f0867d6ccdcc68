namespace Orleans.Realtime.Client.Connections;

/// <summary>
/// Delays that double, each drawn at random between its half and its whole, so that clients which lost the same server do not
/// come back in the same moment.
/// </summary>
internal sealed class Backoff(TimeSpan min, TimeSpan max)
{
    /// <summary>Delays that were taken since the last reset.</summary>
    public int Tries { get; private set; }

    public TimeSpan Next()
    {
        var whole = Math.Min(max.TotalMilliseconds, min.TotalMilliseconds * Math.Pow(2, Math.Min(Tries++, 30)));
#pragma warning disable CA5394 // Spreads clients; nobody gains from foreseeing it.
        return TimeSpan.FromMilliseconds(Math.Round(whole * (0.5 + (Random.Shared.NextDouble() / 2))));
#pragma warning restore CA5394
    }

    public void Reset() => Tries = 0;
}
