using Orleans.Realtime.Cluster.Tests.Support;

namespace Orleans.Realtime.Cluster.Tests.Chat;

/// <summary>What a group chat is for, told in three scenes.</summary>
[Collection(ChatSuite.Name)]
public sealed class ScenarioTests(ChatServerFixture chat)
{
    [Fact]
    public async Task ThreeInAGroup_EveryOnlineMemberGetsAMessage_AndNotTheConnectionThatSentIt()
    {
        await using ChatUser anna = chat.User("anna"), ben = chat.User("ben"), carl = chat.User("carl");
        var group = await anna.CreateGroupAsync(ben, carl);
        TestClient phone = await anna.ConnectAsync(), desktop = await anna.ConnectAsync(), bens = await ben.ConnectAsync(), carls = await carl.ConnectAsync();

        var reply = await phone.AskAsync($$"""{"type":"group","id":"m1","group_id":"{{group}}","content":{"text":"hello"} }""");

        foreach (var client in new[] { desktop, bens, carls })
        {
            var frame = await client.NextAsync("group");
            frame.Text("id").ShouldBe(reply.Text("message_id"));
            frame.Text("group_id").ShouldBe(group);
            frame.Text("from_user_id").ShouldBe(anna.Id);
            frame["content"]!.ToJsonString().ShouldBe("""{"text":"hello"}""");
            frame.Text("created_at").ShouldBe(reply.Text("created_at"));
            frame.Text("created_at").ShouldMatch(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$");
            frame.Number("seq").ShouldBe(reply.Number("seq"));
        }

        // By HTTP: none of the sender's connections gets it. What follows proves that nothing came before.
        var posted = await ben.SayAsync(group, "\"posted\"");
        foreach (var client in new[] { phone, desktop, carls })
        {
            (await client.NextAsync("group")).Text("id").ShouldBe(posted.Text("message_id"));
        }

        await carls.SendAsync($$"""{"type":"group","group_id":"{{group}}","content":3}""");
        foreach (var client in new[] { phone, desktop, bens })
        {
            (await client.NextAsync("group")).Text("from_user_id").ShouldBe(carl.Id);
        }

        (await carls.RestAsync()).ShouldBeEmpty("a publishing frame without id is not answered");
    }

    [Fact]
    public async Task OfflineMember_PullsWhatItMissed_ReadsIt_AndAllItsDevicesKnow()
    {
        await using ChatUser anna = chat.User("anna"), ben = chat.User("ben");
        var group = await anna.CreateGroupAsync(ben);
        var annas = await anna.ConnectAsync();
        await annas.AskAsync($$"""{"type":"group","id":"1","group_id":"{{group}}","content":"by socket"}""");
        await anna.SayAsync(group, "\"by HTTP\"");
        var last = await anna.SayAsync(group, "\"again\"");

        var unread = (await ben.UnreadOfAsync(group))!;
        unread.Number("count").ShouldBe(3);
        unread.Number("last_seq").ShouldBe(last.Number("seq"));
        unread["messages"]!.AsArray().Select(message => message!.Text("content")).ShouldBe(["by socket", "by HTTP", "again"]);
        unread["messages"]!.AsArray().ShouldAllBe(message => message!.Text("type") == "group" && message!.Text("from_user_id") == anna.Id);

        TestClient phone = await ben.ConnectAsync(), desktop = await ben.ConnectAsync();
        foreach (var client in new[] { phone, desktop })
        {
            var told = client.Connected["unread"]!.AsArray().ShouldHaveSingleItem()!;
            told.Text("group_id").ShouldBe(group);
            told.Number("count").ShouldBe(3);
            told.Number("last_seq").ShouldBe(last.Number("seq"));
            told.Text("epoch").ShouldNotBeEmpty();
            (await client.RestAsync()).ShouldBeEmpty("nothing is pushed to who was offline");
        }

        var read = await phone.AskAsync($$"""{"type":"read","id":"r","group_id":"{{group}}","seq":{{last.Number("seq")}}}""");
        read.Number("seq").ShouldBe(last.Number("seq"));
        read.Number("unread").ShouldBe(0);

        var heard = await desktop.NextAsync("read");
        heard.Text("group_id").ShouldBe(group);
        heard.Text("user_id").ShouldBe(ben.Id);
        heard.Number("seq").ShouldBe(last.Number("seq"));
        (await ben.UnreadOfAsync(group)).ShouldBeNull();
        (await ben.ConnectAsync()).Connected["unread"]!.AsArray().ShouldBeEmpty();
    }

    [Fact]
    public async Task TwoGroups_AreIsolated()
    {
        await using ChatUser anna = chat.User("anna"), ben = chat.User("ben"), carl = chat.User("carl");
        var first = await anna.CreateGroupAsync(ben);
        var second = await anna.CreateGroupAsync(carl);
        TestClient bens = await ben.ConnectAsync(), carls = await carl.ConnectAsync();

        for (var i = 0; i < 10; i++)
        {
            await anna.SayAsync(first, "\"first\"");
            await anna.SayAsync(second, "\"second\"");
        }

        await anna.SayAsync(first, "\"end\"");
        await anna.SayAsync(second, "\"end\"");
        foreach (var (client, own) in new[] { (bens, first), (carls, second) })
        {
            for (var i = 0; i <= 10; i++)
            {
                var frame = await client.NextAsync("group");
                frame.Text("group_id").ShouldBe(own);
                frame.Text("content").ShouldBe(i == 10 ? "end" : own == first ? "first" : "second");
            }

            (await client.RestAsync()).ShouldBeEmpty();
        }

        await bens.ShouldBeRefusedAsync("not_member", $$"""{"type":"group","id":"x","group_id":"{{second}}","content":1}""");
        await bens.ShouldBeRefusedAsync("not_member", $$"""{"type":"history","id":"y","group_id":"{{second}}"}""");
        (await ben.UnreadOfAsync(second)).ShouldBeNull();
        await ben.Api.GetAsync($"/api/v1/groups/{second}/messages").ShouldBeRefusedAsync("not_member");
    }
}
