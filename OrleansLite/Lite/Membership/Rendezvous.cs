using Orleans.Runtime;

namespace Orleans.Lite.Membership;

/// <summary>Highest random weight: each node computes the same owner, and a silo that comes or goes moves only its own share.</summary>
internal static class Rendezvous
{
    public static SiloAddress? Choose(SiloAddress[] silos, in GrainId grain)
    {
        if (silos.Length <= 1)
        {
            return silos.Length == 0 ? null : silos[0];
        }

        var high = (ulong)grain.GetUniformHashCode() << 32;
        var best = silos[0];
        var bestWeight = 0UL;
        foreach (var silo in silos)
        {
            var weight = StableHash.Mix(high | unchecked((uint)silo.GetConsistentHashCode()));
            if (weight > bestWeight)
            {
                best = silo;
                bestWeight = weight;
            }
        }

        return best;
    }
}
