using System.Globalization;
using Orleans.Realtime.Cluster.Tests.Support;

namespace Orleans.Realtime.Cluster.Tests.Chat;

/// <summary>Who is there, who comes and who goes.</summary>
[Collection(ChatSuite.Name)]
public sealed class PresenceTests(ChatServerFixture chat)
{
    [Fact]
    public async Task ComingAndGoing_IsToldToThoseWhoShareAGroup_WithTheFirstAndTheLastDevice()
    {
        await using ChatUser anna = chat.User("anna"), ben = chat.User("ben"), carl = chat.User("carl");
        var group = await anna.CreateGroupAsync(ben);
        TestClient bens = await ben.ConnectAsync(), carls = await carl.ConnectAsync();
        (await ben.GetOkAsync($"/api/v1/users/{anna.Id}/presence")).Text("status").ShouldBe("offline");

        TestClient phone = await anna.ConnectAsync(), desktop = await anna.ConnectAsync();
        var came = await bens.ReceiveAsync("presence");
        (await ben.GetOkAsync($"/api/v1/users/{anna.Id}/presence")).Text("status").ShouldBe("online");
        await phone.CloseAsync();
        await desktop.CloseAsync();
        var went = await bens.ReceiveAsync("presence");

        foreach (var (told, status) in new[] { (came, "online"), (went, "offline") })
        {
            told.Text("group_id").ShouldBe(group);
            told.Text("user_id").ShouldBe(anna.Id);
            told.Text("status").ShouldBe(status, "neither the second device nor the first that goes is news");
        }

        var presence = await ben.GetOkAsync($"/api/v1/users/{anna.Id}/presence");
        presence.Text("user_id").ShouldBe(anna.Id);
        presence.Text("status").ShouldBe("offline");
        DateTimeOffset.Parse(presence.Text("last_seen"), CultureInfo.InvariantCulture).ShouldBeInRange(DateTimeOffset.UtcNow.AddMinutes(-1), DateTimeOffset.UtcNow.AddSeconds(1));
        (await carls.ReceiveUntilPongAsync()).ShouldBeEmpty("who shares no group is told nothing");
    }

    [Fact]
    public async Task Reload_IsNoFlicker()
    {
        await using ChatUser anna = chat.User("anna"), ben = chat.User("ben"), carl = chat.User("carl");
        await anna.CreateGroupAsync(ben, carl);
        TestClient watching = await anna.ConnectAsync(), bens = await ben.ConnectAsync(), carls = await carl.ConnectAsync();
        var arrived = new[] { (await watching.ReceiveAsync("presence")).Text("user_id"), (await watching.ReceiveAsync("presence")).Text("user_id") };
        arrived.ShouldBe([ben.Id, carl.Id], ignoreOrder: true);

        await bens.CloseAsync();
        await ben.ConnectAsync();
        await carls.CloseAsync();

        // Ben went before Carl did: what there was to tell of him would be told by now.
        var told = await watching.ReceiveAsync("presence");
        (told.Text("user_id"), told.Text("status")).ShouldBe((carl.Id, "offline"));
        (await watching.ReceiveUntilPongAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Query_TellsWhoIsOnlineInAGroup()
    {
        await using ChatUser anna = chat.User("anna"), ben = chat.User("ben"), carl = chat.User("carl"), dora = chat.User("dora"), backend = chat.Service();
        var group = await anna.CreateGroupAsync(ben, carl);
        TestClient annas = await anna.ConnectAsync(), bens = await ben.ConnectAsync(), doras = await dora.ConnectAsync();
        await ben.ConnectAsync();
        var frame = $$"""{"type":"presence","id":"p","group_id":"{{group}}"}""";

        // The answer may be as old as a second.
        await Eventually.HoldsAsync(async () => (await annas.AskAsync(frame)).Number("online_count") == 2);
        foreach (var client in new[] { annas, bens, await backend.ConnectAsync() })
        {
            var reply = await client.AskAsync(frame);
            reply.Texts("online").ShouldBe(new[] { anna.Id, ben.Id }.Order(StringComparer.Ordinal));
            reply.Number("online_count").ShouldBe(2);
            reply.Number("member_count").ShouldBe(3);
        }

        await doras.ShouldBeRefusedAsync("not_member", frame);
        await bens.CloseAsync();
        await anna.RemoveAsync(group, ben);
        await Eventually.HoldsAsync(async () => (await annas.AskAsync(frame)).Texts("online").SequenceEqual([anna.Id]));
        (await annas.AskAsync(frame)).Number("member_count").ShouldBe(2);
    }

    [Fact]
    public async Task Query_TellsWhoIsInARoom_ToThoseInside()
    {
        await using ChatUser anna = chat.User("anna"), ben = chat.User("ben");
        var room = EmbeddedServerFixture.Unique("room");
        TestClient annas = await anna.ConnectAsync(), tab = await anna.ConnectAsync(), bens = await ben.ConnectAsync();
        var frame = $$"""{"type":"presence","id":"p","room_id":"{{room}}"}""";
        foreach (var client in new[] { annas, tab, bens })
        {
            await client.AskAsync($$"""{"type":"subscribe","id":"s","room_id":"{{room}}"}""");
        }

        var reply = await annas.AskAsync(frame);

        reply.Texts("online").ShouldBe(new[] { anna.Id, ben.Id }.Order(StringComparer.Ordinal));
        reply.Number("online_count").ShouldBe(2);
        reply.Number("member_count").ShouldBe(2);
        await bens.AskAsync($$"""{"type":"unsubscribe","id":"u","room_id":"{{room}}"}""");
        (await annas.AskAsync(frame)).Texts("online").ShouldBe([anna.Id]);
        await bens.ShouldBeRefusedAsync("forbidden", frame);
    }
}
