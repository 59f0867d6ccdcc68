using System.Collections.Immutable;
using Orleans.Runtime;

namespace Orleans.Lite.Membership;

/// <summary>The silos as of one version. Ownership is rendezvous hashing: no directory, and a change moves only what it must.</summary>
internal sealed class MembershipView
{
    private readonly SiloAddress[] _owners;
    private readonly SiloAddress[] _active;

    public MembershipView(long version, ImmutableArray<MemberEntry> members)
    {
        Version = version;
        Members = members;
        _owners = [.. members.Where(member => member.Status is SiloStatus.Active or SiloStatus.ShuttingDown).Select(member => member.Address)];
        _active = [.. members.Where(member => member.Status is SiloStatus.Active).Select(member => member.Address)];
    }

    public static MembershipView Empty { get; } = new(0, []);

    public long Version { get; }

    public ImmutableArray<MemberEntry> Members { get; }

    public bool HasActive => _active.Length > 0;

    /// <summary>Whom to ask for a grain. A silo that shuts down is asked until it has gone, for it may still hold the grain.</summary>
    public SiloAddress? OwnerOf(in GrainId grain) => Rendezvous.Choose(_owners, grain);

    /// <summary>Who has the grain once those that shut down have let go of it.</summary>
    public SiloAddress? SuccessorOf(in GrainId grain) => Rendezvous.Choose(_active, grain);

    public SiloAddress? Any(long seed) => _active.Length == 0 ? null : _active[(int)((ulong)seed % (ulong)_active.Length)];

    public bool Contains(SiloAddress silo) => Array.IndexOf(_owners, silo) >= 0;
}
