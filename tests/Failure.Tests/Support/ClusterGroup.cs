namespace Orleans.Realtime.Failure.Tests.Support;

/// <summary>The classes whose tests share a cluster.</summary>
[CollectionDefinition(Name)]
public sealed class ClusterGroup : ICollectionFixture<ClusterFixture>
{
    /// <summary>The collection's name.</summary>
    public const string Name = "One cluster";
}
