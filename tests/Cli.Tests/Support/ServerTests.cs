namespace Orleans.Realtime.Cli.Tests.Support;

/// <summary>Tests that share a server run one after the other.</summary>
[CollectionDefinition(Name)]
public sealed class ServerTests : ICollectionFixture<ServerFixture>
{
    public const string Name = "server";
}
