using Microsoft.Extensions.Hosting;

namespace Orleans.Realtime.ServiceDefaults.Diagnostics;

/// <summary>Makes instruments when the process starts, by asking for them.</summary>
internal sealed class InstrumentsStart<TInstruments>(TInstruments instruments) : IHostedService
    where TInstruments : class
{
    /// <summary>What was made.</summary>
    public TInstruments Instruments { get; } = instruments;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
