using Microsoft.Extensions.Options;
using Orleans.Realtime.Grains.Gateways;
using Orleans.Realtime.Grains.Interfaces;
using Orleans.Realtime.Grains.Interfaces.Silos;

namespace Orleans.Realtime.Grains.Silos;

/// <summary>The last reports of the silos. They run out by the clock when somebody asks or reports: no timer.</summary>
internal sealed class SiloDirectoryGrain(IOptions<GatewayLeaseOptions> options, TimeProvider time) : Grain, ISiloDirectoryGrain
{
    /// <summary>Silos that are remembered; reports of more are refused.</summary>
    private const int MaxSilos = 1_024;

    private readonly Dictionary<string, (SiloReport Report, long At)> _reports = new(StringComparer.Ordinal);

    public Task ReportAsync(SiloReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        RemoveOld();
        if (_reports.Count >= MaxSilos && !_reports.ContainsKey(report.Silo))
        {
            throw new RealtimeException(RealtimeErrorCode.Unavailable, $"The reports of {MaxSilos} silos are held already.");
        }

        _reports[report.Silo] = (report, time.GetTimestamp());
        return Task.CompletedTask;
    }

    public Task<SiloReport[]> ListAsync()
    {
        RemoveOld();
        return Task.FromResult<SiloReport[]>([.. _reports.Values.Select(held => held.Report with { AgeMs = (long)time.GetElapsedTime(held.At).TotalMilliseconds })]);
    }

    private void RemoveOld()
    {
        foreach (var (silo, held) in _reports)
        {
            if (time.GetElapsedTime(held.At) >= options.Value.LeaseDuration)
            {
                _reports.Remove(silo);
            }
        }
    }
}
