namespace Orleans.Runtime;

/// <summary>Looks at the cluster; key 0.</summary>
public interface IManagementGrain : IGrainWithIntegerKey
{
    /// <summary>The silos and their states.</summary>
    Task<Dictionary<SiloAddress, SiloStatus>> GetHosts(bool onlyActive = false);
}
