using Orleans.Runtime;

namespace Orleans.TestingHost;

/// <summary>A silo of a test cluster.</summary>
public abstract class SiloHandle : IDisposable, IAsyncDisposable
{
    /// <summary>Its number.</summary>
    public short InstanceNumber { get; set; }

    /// <summary>Its name.</summary>
    public string Name { get; set; } = null!;

    /// <summary>Its address.</summary>
    public SiloAddress SiloAddress { get; set; } = null!;

    /// <summary>Its address for clients.</summary>
    public SiloAddress GatewayAddress { get; set; } = null!;

    /// <summary>Whether it runs.</summary>
    public abstract bool IsActive { get; }

    /// <summary>Stops it, or kills it.</summary>
    public abstract Task StopSiloAsync(bool stopGracefully);

    /// <summary>Stops it; a cancelled token kills it.</summary>
    public abstract Task StopSiloAsync(CancellationToken ct);

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <inheritdoc/>
    public abstract ValueTask DisposeAsync();

    /// <inheritdoc/>
    public override string ToString() => SiloAddress.ToString();

    /// <summary>Stops it if it still runs.</summary>
    protected virtual void Dispose(bool disposing)
    {
        if (disposing && IsActive)
        {
            StopSiloAsync(stopGracefully: true).GetAwaiter().GetResult();
        }
    }
}
