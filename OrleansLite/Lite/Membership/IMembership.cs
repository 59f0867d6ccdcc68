namespace Orleans.Lite.Membership;

/// <summary>The silos of a cluster, versioned.</summary>
internal interface IMembership
{
    /// <summary>Raised with each new view, in order.</summary>
    event Action<MembershipView>? Changed;

    /// <summary>The newest view.</summary>
    MembershipView Current { get; }

    /// <summary>Enters a silo or changes its state; one that is dead is removed.</summary>
    ValueTask UpdateAsync(MemberEntry entry, CancellationToken cancellationToken);
}
