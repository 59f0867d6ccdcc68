using Orleans.Realtime.Client;
using Orleans.Realtime.Client.Messages;
using Orleans.Realtime.Cluster.Tests.Support;

namespace Orleans.Realtime.Cluster.Tests.Clients;

/// <summary>The .NET client against a running server.</summary>
public sealed class DotNetClientTests(EmbeddedServerFixture fixture) : IClassFixture<EmbeddedServerFixture>
{
    [Fact]
    public async Task Publish_ReachesWhoSubscribed_WithIdPlaceTimeAndTheVeryBytes()
    {
        using var patience = new CancellationTokenSource(TestClient.Patience);
        await using var alice = Client("alice");
        await using var bob = Client("bob");
        var room = EmbeddedServerFixture.Unique("room");
        await alice.ConnectAsync(patience.Token);
        await bob.ConnectAsync(patience.Token);
        var messages = bob.ReadAsync<RoomMessage>(cancellationToken: patience.Token);
        await alice.SubscribeAsync(room, cancellationToken: patience.Token);
        await bob.SubscribeAsync(room, cancellationToken: patience.Token);

        var data = JsonPayload.FromJson("""{ "n":9007199254740993,"b":1,"a":1e2 }""");
        var stored = await alice.PublishAsync(room, data, cancellationToken: patience.Token);

        var message = await messages.FirstAsync(patience.Token);
        message.ShouldBe(new RoomMessage { RoomId = room, Id = stored.MessageId, Seq = stored.Seq, CreatedAt = stored.CreatedAt, FromUserId = "alice", Data = data });
        stored.Seq.ShouldBe(1);
    }

    private RealtimeClient Client(string user)
    {
        var options = new RealtimeClientOptions { Urls = { fixture.Server.SocketUri("") }, Query = { ["user_id"] = user } };
        return new RealtimeClient(options);
    }
}
