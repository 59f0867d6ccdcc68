using Orleans.Lite.Hosting;

namespace Orleans.Lite.InProcess;

/// <summary>The clusters within this process by name, so that a client host finds the silo host next to it.</summary>
internal static class InProcessClusters
{
    private static readonly Dictionary<string, WeakReference<InProcessCluster>> ByName = [];

    /// <summary>
    /// The cluster a silo joins. A private name (a localhost port) cannot be taken twice: a second silo gets a cluster of its own,
    /// where two processes would not be able to share the port.
    /// </summary>
    public static InProcessCluster ForSilo(ClusterName? name, IServiceProvider services)
    {
        lock (ByName)
        {
            var known = name is null ? null : Find(name.Name);
            if (known is not null && name!.Shared)
            {
                return known;
            }

            var made = new InProcessCluster(ShuffledTransport.Choose(services));
            if (name is not null && known?.Membership.Current.HasActive != true)
            {
                ByName[name.Name] = new(made);
            }

            return made;
        }
    }

    /// <summary>The cluster a client connects to.</summary>
    public static InProcessCluster ForClient(ClusterName? name, IServiceProvider services)
    {
        lock (ByName)
        {
            if (name is null)
            {
                return new(ShuffledTransport.Choose(services));
            }

            if (Find(name.Name) is not { } known)
            {
                known = new(ShuffledTransport.Choose(services));
                ByName[name.Name] = new(known);
            }

            return known;
        }
    }

    private static InProcessCluster? Find(string name) => ByName.TryGetValue(name, out var reference) && reference.TryGetTarget(out var cluster) ? cluster : null;
}
