using System.Globalization;
using System.Net;
using Orleans.Realtime.Cluster.Tests.Support;

namespace Orleans.Realtime.Cluster.Tests.Chat;

/// <summary>A recalled message disappears for everyone, live and in history.</summary>
[Collection(ChatSuite.Name)]
public sealed class RecallTests(ChatServerFixture chat)
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Sender_TakesItsMessageBack_FromEveryone(bool byHttp)
    {
        await using ChatUser anna = chat.User("anna"), ben = chat.User("ben"), carl = chat.User("carl");
        var group = await anna.CreateGroupAsync(ben, carl);
        TestClient annas = await anna.ConnectAsync(), other = await anna.ConnectAsync(), bens = await ben.ConnectAsync();
        var kept = await anna.SayAsync(group, "\"kept\"");
        var regretted = await anna.SayAsync(group, $"\"@{carl.Id} regretted\"");
        var id = regretted.Text("message_id");
        await bens.NextAsync("group");
        await bens.NextAsync("group");
        (await carl.UnreadOfAsync(group))!.Number("count").ShouldBe(2);

        var answer = byHttp
            ? (await anna.Api.DeleteAsync($"/api/v1/groups/{group}/messages/{id}")).Body!.AsObject()
            : await annas.AskAsync($$"""{"type":"recall","id":"r","group_id":"{{group}}","message_id":"{{id}}"}""");

        answer.Text("message_id").ShouldBe(id);
        foreach (var client in byHttp ? new[] { bens, other, annas } : [bens, other])
        {
            var told = await client.NextAsync("recall");
            told.Text("group_id").ShouldBe(group);
            told.Text("message_id").ShouldBe(id);
            told.Text("by_user_id").ShouldBe(anna.Id);
            told.Number("seq").ShouldBe(answer.Number("seq"));
            told.Number("message_seq").ShouldBe(regretted.Number("seq"));
        }

        foreach (var user in new[] { anna, ben, carl })
        {
            (await user.HistoryAsync(group)).Select(message => message.Text("id")).ShouldBe([kept.Text("message_id")]);
            (await user.Api.GetTextAsync($"/api/v1/groups/{group}/messages")).ShouldNotContain("regretted");
        }

        var unread = (await carl.UnreadOfAsync(group))!;
        unread.Number("count").ShouldBe(1);
        unread["messages"]!.AsArray().ShouldHaveSingleItem()!.Text("content").ShouldBe("kept");
        (await carl.ConnectAsync()).Connected["unread"]!.AsArray().ShouldHaveSingleItem()!.Number("count").ShouldBe(1);
        await ben.Api.GetAsync($"/api/v1/groups/{group}/messages/{id}/receipts").ShouldBeRefusedAsync("not_found");
        await anna.Api.DeleteAsync($"/api/v1/groups/{group}/messages/{id}").ShouldBeRefusedAsync("not_found");
    }

    [Fact]
    public async Task SameFrameTwice_GetsTheFirstReply_AndOneRecall()
    {
        await using ChatUser anna = chat.User("anna"), ben = chat.User("ben");
        var group = await anna.CreateGroupAsync(ben);
        TestClient annas = await anna.ConnectAsync(), bens = await ben.ConnectAsync();
        var id = (await anna.SayAsync(group, "1")).Text("message_id");
        var frame = $$"""{"type":"recall","id":"r","group_id":"{{group}}","message_id":"{{id}}"}""";

        var first = await annas.AskAsync(frame);
        var second = await annas.AskAsync(frame);
        await anna.SayAsync(group, "2");

        second.ToJsonString().ShouldBe(first.ToJsonString());
        await bens.NextAsync("group");
        await bens.NextAsync("recall");
        (await bens.NextAsync("group")).Number("content").ShouldBe(2);
    }

    [Fact]
    public async Task OthersMessages_AreRecalledByAdminsAndServicesOnly()
    {
        await using ChatUser anna = chat.User("anna"), ben = chat.User("ben"), backend = chat.Service();
        await using var admin = new ChatUser(chat.Server, EmbeddedServerFixture.Unique("admin"), "&role=admin");
        var group = await anna.CreateGroupAsync(ben);
        var bens = await ben.ConnectAsync();
        var first = (await anna.SayAsync(group, "1")).Text("message_id");
        var second = (await anna.SayAsync(group, "2")).Text("message_id");

        await ben.Api.DeleteAsync($"/api/v1/groups/{group}/messages/{first}").ShouldBeRefusedAsync("forbidden");
        await bens.ShouldBeRefusedAsync("forbidden", $$"""{"type":"recall","id":"r","group_id":"{{group}}","message_id":"{{first}}"}""");
        await bens.ShouldBeRefusedAsync("not_found", $$"""{"type":"recall","id":"s","group_id":"{{group}}","message_id":"nothing"}""");
        (await anna.HistoryAsync(group)).Count.ShouldBe(2);
        (await backend.Api.DeleteAsync($"/api/v1/groups/{group}/messages/{first}")).Status.ShouldBe(HttpStatusCode.OK);
        await (await admin.ConnectAsync()).AskAsync($$"""{"type":"recall","id":"r","group_id":"{{group}}","message_id":"{{second}}"}""");
        (await anna.HistoryAsync(group)).ShouldBeEmpty();
    }

    [Fact]
    public async Task WindowPast_TheSenderMayNotRecallAnyMore()
    {
        await using var server = await EmbeddedServer.StartAsync(("Conversations:RecallWindow", "00:00:00"));
        await using ChatUser anna = new(server, "anna"), backend = new(server, "backend", "&role=service");
        var group = await anna.CreateGroupAsync();
        var message = await anna.SayAsync(group, "1");
        var id = message.Text("message_id");

        // At the very millisecond of its sending nothing is past yet.
        await Eventually.HoldsAsync(() => Task.FromResult(DateTimeOffset.UtcNow > DateTimeOffset.Parse(message.Text("created_at"), CultureInfo.InvariantCulture).AddMilliseconds(2)));
        await anna.Api.DeleteAsync($"/api/v1/groups/{group}/messages/{id}").ShouldBeRefusedAsync("forbidden");
        (await backend.Api.DeleteAsync($"/api/v1/groups/{group}/messages/{id}")).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task ClientThatWasAway_LearnsOfIt_WhenItResumes()
    {
        await using ChatUser anna = chat.User("anna"), ben = chat.User("ben");
        var group = await anna.CreateGroupAsync(ben);
        var bens = await ben.ConnectAsync();
        var seen = await anna.SayAsync(group, "\"seen\"");
        await bens.NextAsync("group");
        bens.Abort();

        var unseen = await anna.SayAsync(group, "\"never seen\"");
        var last = await anna.SayAsync(group, "\"last\"");
        foreach (var message in new[] { seen, unseen })
        {
            (await anna.Api.DeleteAsync($"/api/v1/groups/{group}/messages/{message.Text("message_id")}")).Status.ShouldBe(HttpStatusCode.OK);
        }

        var again = await ben.ConnectAsync(bens.SessionId);
        again.Connected["resumed"]!.GetValue<bool>().ShouldBeTrue();
        await again.AskAsync($$"""{"type":"resume","id":"r","groups":{"{{group}}":{{seen.Number("seq")}} } }""");
        (await again.NextAsync("group")).Number("seq").ShouldBe(last.Number("seq"), "what was recalled is not there");
        (await again.NextAsync("recall")).Text("message_id").ShouldBe(seen.Text("message_id"));
        (await again.NextAsync("recall")).Text("message_id").ShouldBe(unseen.Text("message_id"));
        (await again.RestAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task PrivateMessage_IsRecalledFromBoth()
    {
        await using ChatUser anna = chat.User("anna"), ben = chat.User("ben");
        TestClient annas = await anna.ConnectAsync(), bens = await ben.ConnectAsync();
        var first = (await anna.WhisperAsync(ben, "1")).Text("message_id");
        var second = (await anna.WhisperAsync(ben, "2")).Text("message_id");

        await bens.NextAsync("private");
        await bens.NextAsync("private");
        await bens.ShouldBeRefusedAsync("forbidden", $$"""{"type":"recall","id":"r","peer_user_id":"{{anna.Id}}","message_id":"{{first}}"}""");
        await ben.Api.DeleteAsync($"/api/v1/private/{anna.Id}/messages/{first}").ShouldBeRefusedAsync("forbidden");
        (await anna.Api.DeleteAsync($"/api/v1/private/{ben.Id}/messages/{first}")).Status.ShouldBe(HttpStatusCode.OK);
        await annas.NextAsync("recall");
        await annas.AskAsync($$"""{"type":"recall","id":"r","peer_user_id":"{{ben.Id}}","message_id":"{{second}}"}""");

        foreach (var id in new[] { first, second })
        {
            var told = await bens.NextAsync("recall");
            told.Text("peer_user_id").ShouldBe(anna.Id);
            told.Text("message_id").ShouldBe(id);
            told.Text("by_user_id").ShouldBe(anna.Id);
        }

        (await ben.GetOkAsync($"/api/v1/private/{anna.Id}/messages"))["messages"]!.AsArray().ShouldBeEmpty();
        (await ben.GetOkAsync("/api/v1/unread/all"))["private_unreads"]!.AsArray().ShouldBeEmpty();
    }
}
