using System.Text.Json.Nodes;
using Orleans.Realtime.Cluster.Tests.Support;

namespace Orleans.Realtime.Cluster.Tests.Chat;

/// <summary>Two users alone: their first message makes the conversation.</summary>
[Collection(ChatSuite.Name)]
public sealed class PrivateTests(ChatServerFixture chat)
{
    private const string Messages = "/api/v1/messages/private";

    [Fact]
    public async Task FirstMessage_ReachesWhoIsConnectedAlready_AndTheSendersOtherDevices()
    {
        await using ChatUser anna = chat.User("anna"), ben = chat.User("ben"), carl = chat.User("carl");
        TestClient phone = await anna.ConnectAsync(), desktop = await anna.ConnectAsync(), bens = await ben.ConnectAsync(), carls = await carl.ConnectAsync();

        var reply = await phone.AskAsync($$"""{"type":"private","id":"1","to_user_id":"{{ben.Id}}","content":"psst"}""");

        reply.Number("seq").ShouldBe(1);
        foreach (var client in new[] { bens, desktop })
        {
            var frame = await client.NextAsync("private");
            frame.Text("id").ShouldBe(reply.Text("message_id"));
            frame.Text("from_user_id").ShouldBe(anna.Id);
            frame.Text("to_user_id").ShouldBe(ben.Id);
            frame.Text("content").ShouldBe("psst");
            frame.Number("seq").ShouldBe(1);
            frame.Text("created_at").ShouldBe(reply.Text("created_at"));
        }

        await bens.AskAsync($$"""{"type":"private","id":"1","to_user_id":"{{anna.Id}}","content":"what?"}""");
        foreach (var client in new[] { phone, desktop })
        {
            var answer = await client.NextAsync("private");
            answer.Text("content").ShouldBe("what?", "one's own message did not come back");
            answer.Number("seq").ShouldBe(2, "both write one log");
        }

        await anna.WhisperAsync(ben, "\"by HTTP\"");
        (await bens.NextAsync("private")).Text("content").ShouldBe("by HTTP");
        foreach (var client in new[] { phone, desktop, bens, carls })
        {
            (await client.RestAsync()).ShouldBeEmpty();
        }
    }

    [Fact]
    public async Task SentOverHttpToWhoIsOffline_WaitsJustAsOneSentOverASocket()
    {
        await using ChatUser anna = chat.User("anna"), ben = chat.User("ben");
        await anna.WhisperAsync(ben, "\"by HTTP\"");
        await (await anna.ConnectAsync()).AskAsync($$"""{"type":"private","id":"1","to_user_id":"{{ben.Id}}","content":"by socket"}""");

        var unread = (await ben.GetOkAsync("/api/v1/unread/all"))["private_unreads"]!.AsArray().ShouldHaveSingleItem()!;
        unread.Text("peer_user_id").ShouldBe(anna.Id);
        unread.Number("count").ShouldBe(2);
        unread.Number("last_seq").ShouldBe(2);
        unread["messages"]!.AsArray().Select(message => (message!.Text("type"), message!.Text("content"), message!.Text("to_user_id")))
            .ShouldBe([("private", "by HTTP", ben.Id), ("private", "by socket", ben.Id)]);
        (await anna.GetOkAsync("/api/v1/unread/all"))["private_unreads"]!.AsArray().ShouldBeEmpty();

        TestClient phone = await ben.ConnectAsync(), desktop = await ben.ConnectAsync();
        var told = phone.Connected["unread"]!.AsArray().ShouldHaveSingleItem()!;
        (told.Text("peer_user_id"), told.Number("count")).ShouldBe((anna.Id, 2));
        (await phone.RestAsync()).ShouldBeEmpty("nothing is pushed to who was offline");
        await phone.AskAsync($$"""{"type":"read","id":"r","peer_user_id":"{{anna.Id}}","seq":2}""");
        var read = await desktop.NextAsync("read");
        (read.Text("peer_user_id"), read.Text("user_id"), read.Number("seq")).ShouldBe((anna.Id, ben.Id, 2));
        (await ben.GetOkAsync("/api/v1/unread/all"))["private_unreads"]!.AsArray().ShouldBeEmpty();
    }

    [Fact]
    public async Task Sender_SeesThatItWasRead()
    {
        await using ChatUser anna = chat.User("anna"), ben = chat.User("ben");
        var annas = await anna.ConnectAsync();
        await annas.AskAsync($$"""{"type":"private","id":"1","to_user_id":"{{ben.Id}}","content":1}""");

        (await ben.Api.PostOkAsync($"{Messages}/read", $$"""{"peer_user_id":"{{anna.Id}}","seq":1}""")).ToJsonString().ShouldBe("""{"seq":1,"unread":0}""");

        var read = await annas.NextAsync("read");
        read.Text("peer_user_id").ShouldBe(ben.Id);
        read.Text("user_id").ShouldBe(ben.Id);
        (read.Number("seq"), read.Number("read_count"), read.Number("member_count")).ShouldBe((1, 1, 2));
    }

    [Fact]
    public async Task SameIdTwice_IsOneMessage()
    {
        await using ChatUser anna = chat.User("anna"), ben = chat.User("ben"), backend = chat.Service();
        TestClient annas = await anna.ConnectAsync(), bens = await ben.ConnectAsync();
        var first = await annas.AskAsync($$"""{"type":"private","id":"same","to_user_id":"{{ben.Id}}","content":1}""");

        var again = await annas.AskAsync($$"""{"type":"private","id":"same","to_user_id":"{{ben.Id}}","content":1}""");
        var posted = await anna.WhisperAsync(ben, "1", ",\"id\":\"same\"");
        var forHer = await backend.WhisperAsync(ben, "1", $",\"id\":\"same\",\"from_user_id\":\"{anna.Id}\"");

        again.ToJsonString().ShouldBe(first.ToJsonString());
        posted.Text("message_id").ShouldBe(first.Text("message_id"));
        forHer.Text("message_id").ShouldBe(first.Text("message_id"));
        await bens.NextAsync("private");
        (await bens.RestAsync()).ShouldBeEmpty();
        (await History(ben, anna)).Count.ShouldBe(1);
    }

    [Fact]
    public async Task Service_WritesForOneOfTheTwo_AndEchoComesBack()
    {
        await using ChatUser anna = chat.User("anna"), ben = chat.User("ben"), backend = chat.Service();
        TestClient annas = await anna.ConnectAsync(), bens = await ben.ConnectAsync();

        await backend.WhisperAsync(ben, "1", $",\"from_user_id\":\"{anna.Id}\"");
        await backend.WhisperAsync(ben, "2", $",\"from_user_id\":\"{anna.Id}\",\"echo\":true");

        (await annas.NextAsync("private")).Number("content").ShouldBe(2);
        for (var i = 1; i <= 2; i++)
        {
            var frame = await bens.NextAsync("private");
            (frame.Text("from_user_id"), frame.Number("content")).ShouldBe((anna.Id, i));
        }
    }

    [Fact]
    public async Task WithOneself_OrNobody_ThereIsNoConversation()
    {
        await using var anna = chat.User("anna");
        var client = await anna.ConnectAsync();

        await anna.Api.PostAsync(Messages, $$"""{"to_user_id":"{{anna.Id}}","content":1}""").ShouldBeRefusedAsync("bad_request");
        await anna.Api.PostAsync(Messages, """{"to_user_id":"","content":1}""").ShouldBeRefusedAsync("bad_request");
        await anna.Api.PostAsync(Messages, """{"content":1}""").ShouldBeRefusedAsync("bad_request");
        await anna.Api.PostAsync(Messages, """{"to_user_id":"x"}""").ShouldBeRefusedAsync("bad_request");
        await anna.Api.PostAsync($"{Messages}/read", $$"""{"peer_user_id":"{{anna.Id}}","seq":0}""").ShouldBeRefusedAsync("bad_request");
        await anna.Api.GetAsync($"/api/v1/private/{anna.Id}/messages").ShouldBeRefusedAsync("bad_request");
        await anna.Api.DeleteAsync($"/api/v1/private/{anna.Id}/messages/m").ShouldBeRefusedAsync("bad_request");
        await anna.Api.DeleteAsync("/api/v1/private/nobody/messages/m").ShouldBeRefusedAsync("not_found");
        foreach (var frame in new[] { "\"type\":\"private\",\"to_user_id\":\"ME\",\"content\":1", "\"type\":\"typing\",\"to_user_id\":\"ME\"", "\"type\":\"read\",\"peer_user_id\":\"ME\",\"seq\":0", "\"type\":\"recall\",\"peer_user_id\":\"ME\",\"message_id\":\"m\"", "\"type\":\"history\",\"peer_user_id\":\"ME\"" })
        {
            await client.ShouldBeRefusedAsync("bad_request", "{\"id\":\"1\"," + frame.Replace("ME", anna.Id, StringComparison.Ordinal) + "}");
        }

        (await anna.GetOkAsync("/api/v1/private/nobody/messages"))["messages"]!.AsArray().ShouldBeEmpty();
    }

    [Fact]
    public async Task NamesWithBars_AreTheirOwnConversations()
    {
        await using ChatUser odd = new(chat.Server, EmbeddedServerFixture.Unique("a") + "|b/c"), ben = chat.User("ben");
        var bens = await ben.ConnectAsync();

        await odd.Api.PostOkAsync(Messages, $$"""{"to_user_id":"{{ben.Id}}","content":1}""");
        await ben.WhisperAsync(odd, "2");

        (await bens.NextAsync("private")).Text("from_user_id").ShouldBe(odd.Id);
        (await History(ben, odd)).Select(message => message!.Number("content")).ShouldBe([1, 2]);
        (await History(odd, ben)).Count.ShouldBe(2);
        (await odd.GetOkAsync("/api/v1/unread/all"))["private_unreads"]!.AsArray().ShouldHaveSingleItem()!.Text("peer_user_id").ShouldBe(ben.Id);
    }

    private static async Task<JsonArray> History(ChatUser user, ChatUser peer) =>
        (await user.GetOkAsync($"/api/v1/private/{Uri.EscapeDataString(peer.Id)}/messages"))["messages"]!.AsArray();
}
