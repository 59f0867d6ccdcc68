using Orleans.Concurrency;

namespace Orleans.Realtime.Grains.Interfaces.Silos;

/// <summary>
/// The last reports of the silos, key 0. Kept in memory: where it moves, the next reports fill it again. It decides nothing; which silos there are, the
/// cluster's membership says.
/// </summary>
[Alias("realtime.silo-directory")]
public interface ISiloDirectoryGrain : IGrainWithIntegerKey
{
    /// <summary>Takes a silo's report in the place of its last one. It is forgotten after <c>Gateways:LeaseDuration</c> without another.</summary>
    [AlwaysInterleave]
    [Alias("report")]
    Task ReportAsync(SiloReport report);

    /// <summary>The reports, each with its age.</summary>
    [AlwaysInterleave]
    [Alias("list")]
    Task<SiloReport[]> ListAsync();
}
