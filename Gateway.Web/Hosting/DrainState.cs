namespace Orleans.Realtime.Gateway.Web.Hosting;

/// <summary>Whether this gateway is going away.</summary>
internal sealed class DrainState
{
    private volatile bool _draining;

    /// <summary>True from the signal to stop on: no new traffic, please.</summary>
    public bool Draining => _draining;

    /// <summary>The end begins.</summary>
    public void Begin() => _draining = true;
}
