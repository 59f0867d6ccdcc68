using Microsoft.Extensions.Hosting;

namespace Orleans.TestingHost;

/// <summary>A silo in this process.</summary>
public class InProcessSiloHandle : SiloHandle
{
    private bool _active = true;
    private int _disposed;

    /// <summary>Its host.</summary>
    public IHost SiloHost { get; init; } = null!;

    /// <summary>Its services.</summary>
    public IServiceProvider ServiceProvider => SiloHost.Services;

    /// <inheritdoc/>
    public override bool IsActive => _active;

    /// <inheritdoc/>
    public override Task StopSiloAsync(bool stopGracefully) => StopSiloAsync(new CancellationToken(canceled: !stopGracefully));

    /// <inheritdoc/>
    public override async Task StopSiloAsync(CancellationToken ct)
    {
        if (!_active)
        {
            return;
        }

        _active = false;
        await Task.Run(() => SiloHost.StopAsync(ct), CancellationToken.None);
    }

    /// <inheritdoc/>
    public override async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
        {
            return;
        }

        try
        {
            await StopSiloAsync(stopGracefully: true);
        }
        finally
        {
            await HostDisposal.DisposeAsync(SiloHost);
            GC.SuppressFinalize(this);
        }
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing && Interlocked.Exchange(ref _disposed, 1) == 0)
        {
            base.Dispose(disposing);
            SiloHost.Dispose();
        }
    }
}
