using System.Net;
using Orleans.Realtime.Cluster.Tests.Support;

namespace Orleans.Realtime.Cluster.Tests.Chat;

/// <summary>Who belongs to a group, and what those hear who come and go.</summary>
[Collection(ChatSuite.Name)]
public sealed class MemberTests(ChatServerFixture chat)
{
    [Fact]
    public async Task AddedMember_IsToldAndHearsTheNextMessage_WithoutConnectingAgain()
    {
        await using ChatUser anna = chat.User("anna"), ben = chat.User("ben");
        var group = await anna.CreateGroupAsync();
        var before = await anna.SayAsync(group, "\"before\"");
        TestClient annas = await anna.ConnectAsync(), bens = await ben.ConnectAsync();

        var added = await anna.AddAsync(group, ben);
        var after = await anna.SayAsync(group, "\"after\"");

        added.Texts("added").ShouldBe([ben.Id]);
        added.Number("member_count").ShouldBe(2);
        foreach (var client in new[] { annas, bens })
        {
            var told = await client.NextAsync("member");
            told.Text("group_id").ShouldBe(group);
            told.Text("user_id").ShouldBe(ben.Id);
            told.Text("action").ShouldBe("added");
            told.Number("seq").ShouldBe(before.Number("seq") + 1);
        }

        (await bens.NextAsync("group")).Number("seq").ShouldBe(after.Number("seq"));
        (await ben.UnreadOfAsync(group))!.Number("count").ShouldBe(1, "what was before the membership is not unread");
        (await anna.AddAsync(group, ben)).Texts("added").ShouldBeEmpty();
        (await ben.SayAsync(group, "\"me too\"")).Number("seq").ShouldBe(after.Number("seq") + 1, "who is a member already is not added again");
    }

    [Fact]
    public async Task FirstMembers_WhoAreConnected_AreToldOfTheGroup_AndHearIt()
    {
        await using ChatUser anna = chat.User("anna"), ben = chat.User("ben");
        TestClient annas = await anna.ConnectAsync(), bens = await ben.ConnectAsync();

        var group = await anna.CreateGroupAsync(ben);
        await annas.AskAsync($$"""{"type":"group","id":"1","group_id":"{{group}}","content":1}""");

        foreach (var (client, user) in new[] { (annas, anna), (bens, ben) })
        {
            var told = await client.NextAsync("member");
            (told.Text("group_id"), told.Text("user_id"), told.Text("action")).ShouldBe((group, user.Id, "added"));
        }

        (await bens.NextAsync("group")).Number("seq").ShouldBe(1);
        (await annas.RestAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Members_AreListedInPages_WithRoleAndStatus()
    {
        await using ChatUser anna = chat.User("anna"), ben = chat.User("ben"), carl = chat.User("carl");
        var group = await anna.CreateGroupAsync(ben, carl);
        await ben.ConnectAsync();
        var path = $"/api/v1/groups/{group}/members";

        await Eventually.HoldsAsync(async () => (await anna.GetOkAsync(path))["members"]!.AsArray().Any(member => member!.Text("status") == "online"));
        var all = await anna.GetOkAsync(path);
        var first = await anna.GetOkAsync($"{path}?limit=2");
        var second = await anna.GetOkAsync($"{path}?limit=2&after={ben.Id}");

        all.Number("member_count").ShouldBe(3);
        all["has_more"]!.GetValue<bool>().ShouldBeFalse();
        all["members"]!.AsArray().Select(member => (member!.Text("user_id"), member!.Text("status"), member!.Text("role")))
            .ShouldBe([(anna.Id, "offline", "owner"), (ben.Id, "online", "member"), (carl.Id, "offline", "member")]);
        first["members"]!.AsArray().Select(member => member!.Text("user_id")).ShouldBe([anna.Id, ben.Id]);
        first["has_more"]!.GetValue<bool>().ShouldBeTrue();
        second["members"]!.AsArray().Select(member => member!.Text("user_id")).ShouldBe([carl.Id]);
        second["has_more"]!.GetValue<bool>().ShouldBeFalse();
        await anna.Api.GetAsync($"{path}?limit=0").ShouldBeRefusedAsync("bad_request");
        await anna.Api.GetAsync($"{path}?limit=x").ShouldBeRefusedAsync("bad_request");
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"user_ids":[]}""")]
    [InlineData("""{"user_ids":null}""")]
    [InlineData("""{"user_ids":[""]}""")]
    [InlineData("""{"user_ids":[null]}""")]
    [InlineData("""{"user_ids":"x"}""")]
    public async Task Adding_NobodyInParticular_IsRefused(string body)
    {
        await using var anna = chat.User("anna");
        var group = await anna.CreateGroupAsync();

        await anna.Api.PostAsync($"/api/v1/groups/{group}/members", body).ShouldBeRefusedAsync("bad_request");
    }

    [Fact]
    public async Task Leaving_IsEverybodysRight_ButTheOwners()
    {
        await using ChatUser anna = chat.User("anna"), ben = chat.User("ben");
        var group = await anna.CreateGroupAsync(ben);
        TestClient annas = await anna.ConnectAsync(), bens = await ben.ConnectAsync();

        await anna.Api.DeleteAsync($"/api/v1/groups/{group}/members/{anna.Id}").ShouldBeRefusedAsync("conflict");
        await ben.RemoveAsync(group, ben);
        await ben.RemoveAsync(group, ben);
        await anna.SayAsync(group, "\"alone\"", ",\"echo\":true");

        foreach (var client in new[] { annas, bens })
        {
            var told = await client.NextAsync("member");
            told.Text("user_id").ShouldBe(ben.Id);
            told.Text("action").ShouldBe("removed");
        }

        (await annas.NextAsync("group")).Text("content").ShouldBe("alone");
        (await bens.RestAsync()).ShouldBeEmpty();
        (await ben.GetOkAsync("/api/v1/groups")).Texts("group_ids").ShouldBeEmpty();
        await ben.Api.PostAsync("/api/v1/groups/messages", $$"""{"group_id":"{{group}}","content":1}""").ShouldBeRefusedAsync("not_member");
        await bens.ShouldBeRefusedAsync("not_member", $$"""{"type":"read","id":"r","group_id":"{{group}}","seq":1}""");
        await bens.ShouldBeRefusedAsync("not_member", $$"""{"type":"typing","id":"t","group_id":"{{group}}"}""");
        await bens.ShouldBeRefusedAsync("not_member", $$"""{"type":"presence","id":"p","group_id":"{{group}}"}""");
        await bens.ShouldBeRefusedAsync("not_member", $$"""{"type":"recall","id":"q","group_id":"{{group}}","message_id":"m"}""");
    }

    [Fact]
    public async Task LeaveAndComeBack_HearsWhatIsAfterTheReturn()
    {
        await using ChatUser anna = chat.User("anna"), ben = chat.User("ben");
        var group = await anna.CreateGroupAsync(ben);
        var bens = await ben.ConnectAsync();

        for (var round = 0; round < 5; round++)
        {
            await anna.SayAsync(group, "\"in\"");
            await anna.RemoveAsync(group, ben);
            await anna.SayAsync(group, "\"out\"");
            await anna.AddAsync(group, ben);
        }

        await anna.SayAsync(group, "\"end\"");
        for (var round = 0; round < 5; round++)
        {
            (await bens.NextAsync("group")).Text("content").ShouldBe("in");
            (await bens.NextAsync("member")).Text("action").ShouldBe("removed");
            (await bens.NextAsync("member")).Text("action").ShouldBe("added");
        }

        (await bens.NextAsync("group")).Text("content").ShouldBe("end");
        (await bens.RestAsync()).ShouldBeEmpty();
        (await ben.UnreadOfAsync(group))!.Number("count").ShouldBe(1);
    }
}
