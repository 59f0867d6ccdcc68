using Orleans.Runtime;

namespace Orleans.Lite.Membership;

/// <summary>The silos of a cluster, versioned.</summary>
internal interface IMembership
{
    /// <summary>Raised with each new view, in order.</summary>
    event Action<MembershipView>? Changed;

    /// <summary>The newest view.</summary>
    MembershipView Current { get; }

    /// <summary>Begins to follow the cluster.</summary>
    Task StartAsync(CancellationToken cancellationToken);

    /// <summary>Looks whether there is a newer view; where views are pushed, nothing.</summary>
    Task RefreshAsync();

    /// <summary>Enters a silo or changes its state; one that is dead is removed.</summary>
    ValueTask UpdateAsync(MemberEntry entry, CancellationToken cancellationToken);

    /// <summary>Removes a silo that <paramref name="witness"/> has found dead. A witness that is no member itself has no say.</summary>
    ValueTask DeclareDeadAsync(SiloAddress witness, SiloAddress silo);

    /// <summary>Stops all signs of life without a word.</summary>
    ValueTask AbandonAsync();
}
