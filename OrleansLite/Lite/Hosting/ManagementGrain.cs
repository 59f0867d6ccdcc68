using Orleans.Lite.Activations;
using Orleans.Runtime;

namespace Orleans.Lite.Hosting;

/// <summary>Answers from the view of its silo.</summary>
internal sealed class ManagementGrain : Grain, IManagementGrain
{
    public Task<Dictionary<SiloAddress, SiloStatus>> GetHosts(bool onlyActive = false) =>
        Task.FromResult(((Activation)GrainContext).Node.View.Members
            .Where(member => !onlyActive || member.Status == SiloStatus.Active)
            .ToDictionary(member => member.Address, member => member.Status));
}
