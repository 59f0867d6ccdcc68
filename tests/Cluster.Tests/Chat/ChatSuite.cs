namespace Orleans.Realtime.Cluster.Tests.Chat;

/// <summary>Tests that share one server, one after the other: what they say about time is not disturbed by each other.</summary>
[CollectionDefinition(Name)]
public sealed class ChatSuite : ICollectionFixture<ChatServerFixture>
{
    public const string Name = "Chat";
}
