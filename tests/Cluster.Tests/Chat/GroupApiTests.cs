using System.Net;
using System.Text.Json.Nodes;
using Orleans.Realtime.Cluster.Tests.Support;

namespace Orleans.Realtime.Cluster.Tests.Chat;

/// <summary>Making, describing and deleting groups over HTTP.</summary>
[Collection(ChatSuite.Name)]
public sealed class GroupApiTests(ChatServerFixture chat)
{
    private const string Groups = "/api/v1/groups";

    [Fact]
    public async Task Create_AnswersWithTheGroup_OwnedByTheCaller()
    {
        await using ChatUser anna = chat.User("anna"), ben = chat.User("ben");
        var id = EmbeddedServerFixture.Unique("team");

        var group = await anna.Api.PostOkAsync(Groups, $$"""{"group_id":"{{id}}","name":"Die Bären 🐻","members":["{{ben.Id}}","{{ben.Id}}"]}""");

        group.Text("group_id").ShouldBe(id);
        group.Text("name").ShouldBe("Die Bären 🐻");
        group.Text("owner_id").ShouldBe(anna.Id);
        group.Texts("members").ShouldBe([anna.Id, ben.Id], ignoreOrder: true);
        group.Number("member_count").ShouldBe(2);
        group.Number("last_seq").ShouldBe(0);
        group.Text("created_at").ShouldEndWith("Z");
        group.Text("epoch").ShouldNotBeEmpty();
        foreach (var member in new[] { anna, ben })
        {
            JsonNode.DeepEquals(await member.GetOkAsync($"{Groups}/{id}"), group).ShouldBeTrue();
            (await member.GetOkAsync(Groups)).Texts("group_ids").ShouldBe([id]);
        }
    }

    [Fact]
    public async Task Create_Twice_IsAConflict_UnlessTheKeySaysThatItIsTheSameRequest()
    {
        await using ChatUser anna = chat.User("anna"), ben = chat.User("ben");
        var id = EmbeddedServerFixture.Unique("team");
        var body = $$"""{"group_id":"{{id}}"}""";

        var first = await anna.Api.PostOkAsync(Groups, body, ("Idempotency-Key", "k1"));
        var again = await anna.Api.PostOkAsync(Groups, body, ("Idempotency-Key", "k1"));
        var unnamed = await anna.Api.PostOkAsync(Groups, "{}", ("Idempotency-Key", "k2"));
        var unnamedAgain = await anna.Api.PostOkAsync(Groups, """{"id":"k2"}""");

        again.ToJsonString().ShouldBe(first.ToJsonString());
        unnamedAgain.ToJsonString().ShouldBe(unnamed.ToJsonString());
        (await ben.Api.PostOkAsync(Groups, "{}", ("Idempotency-Key", "k2"))).Text("group_id").ShouldNotBe(unnamed.Text("group_id"), "keys belong to their user");
        (await anna.Api.PostOkAsync(Groups, "{}")).Text("group_id").ShouldNotBe(unnamed.Text("group_id"));
        await anna.Api.PostAsync(Groups, body).ShouldBeRefusedAsync("conflict");
        await anna.Api.PostAsync(Groups, body, ("Idempotency-Key", "other")).ShouldBeRefusedAsync("conflict");
        await ben.Api.PostAsync(Groups, body, ("Idempotency-Key", "k1")).ShouldBeRefusedAsync("conflict");
    }

    [Theory]
    [InlineData("""{"members":"anna"}""")]
    [InlineData("""{"members":[1]}""")]
    [InlineData("""{"members":[""]}""")]
    [InlineData("""{"members":["a\nb"]}""")]
    [InlineData("""{"group_id":""}""")]
    [InlineData("""{"group_id":"a\u0000"}""")]
    [InlineData("""{"group_id":7}""")]
    [InlineData("""[]""")]
    [InlineData("""{""")]
    [InlineData("null")]
    public async Task Create_OfWhatMakesNoGroup_IsRefused(string body)
    {
        await using var anna = chat.User("anna");

        await anna.Api.PostAsync(Groups, body).ShouldBeRefusedAsync("bad_request");
    }

    [Fact]
    public async Task Create_WithTooLongNames_IsRefused()
    {
        await using var anna = chat.User("anna");

        await anna.Api.PostAsync(Groups, $$"""{"name":"{{new string('n', 257)}}"}""").ShouldBeRefusedAsync("bad_request");
        await anna.Api.PostAsync(Groups, $$"""{"group_id":"{{new string('g', 129)}}"}""").ShouldBeRefusedAsync("bad_request");
        await anna.Api.PostAsync(Groups, $$"""{"members":["{{new string('u', 129)}}"]}""").ShouldBeRefusedAsync("bad_request");
        await anna.Api.PostAsync(Groups, "{}", ("Idempotency-Key", new string('k', 65))).ShouldBeRefusedAsync("bad_request");
    }

    [Fact]
    public async Task Service_MakesAGroupForSomebody_WhichUsersMayNot()
    {
        await using ChatUser anna = chat.User("anna"), ben = chat.User("ben"), backend = chat.Service();

        var group = await backend.Api.PostOkAsync(Groups, $$"""{"owner_id":"{{anna.Id}}","members":["{{ben.Id}}"]}""");

        group.Text("owner_id").ShouldBe(anna.Id);
        group.Texts("members").ShouldBe([anna.Id, ben.Id], ignoreOrder: true);
        await ben.Api.PostAsync(Groups, $$"""{"owner_id":"{{anna.Id}}"}""").ShouldBeRefusedAsync("forbidden");
        await backend.Api.PostAsync(Groups, """{"owner_id":""}""").ShouldBeRefusedAsync("bad_request");
    }

    [Fact]
    public async Task OnlyMembersSeeAGroup_AndOnlyItsOwnerOrAServiceManagesIt()
    {
        await using ChatUser anna = chat.User("anna"), ben = chat.User("ben"), carl = chat.User("carl"), backend = chat.Service();
        var group = await anna.CreateGroupAsync(ben);
        var path = $"{Groups}/{group}";
        var add = $$"""{"user_ids":["{{carl.Id}}"]}""";

        foreach (var (user, code) in new[] { (ben, "forbidden"), (carl, "not_member") })
        {
            await user.Api.PatchAsync(path, """{"name":"mine"}""").ShouldBeRefusedAsync(code);
            await user.Api.PostAsync($"{path}/members", add).ShouldBeRefusedAsync(code);
            await user.Api.DeleteAsync($"{path}/members/{anna.Id}").ShouldBeRefusedAsync(code);
            await user.Api.DeleteAsync(path).ShouldBeRefusedAsync(code);
        }

        foreach (var what in new[] { "", "/members", "/messages", "/messages/m/receipts" })
        {
            await carl.Api.GetAsync(path + what).ShouldBeRefusedAsync("not_member");
        }

        await carl.Api.DeleteAsync($"{path}/messages/m").ShouldBeRefusedAsync("not_member");
        foreach (var manager in new[] { anna, backend })
        {
            var (status, body) = await manager.Api.PatchAsync(path, $$"""{"name":"by {{manager.Id}}"}""");
            status.ShouldBe(HttpStatusCode.OK);
            body!.Text("name").ShouldBe($"by {manager.Id}");
            (await manager.GetOkAsync($"{path}/members")).Number("member_count").ShouldBe(2);
        }

        (await ben.GetOkAsync(path)).Text("name").ShouldBe($"by {backend.Id}");
        await anna.Api.PatchAsync(path, $$"""{"name":"{{new string('n', 257)}}"}""").ShouldBeRefusedAsync("bad_request");
    }

    [Fact]
    public async Task WhatDoesNotExist_IsNotFound_WhoeverAsks()
    {
        await using ChatUser anna = chat.User("anna"), backend = chat.Service();
        var client = await anna.ConnectAsync();
        var group = EmbeddedServerFixture.Unique("nothing");
        var path = $"{Groups}/{group}";

        foreach (var user in new[] { anna, backend })
        {
            await user.Api.GetAsync(path).ShouldBeRefusedAsync("not_found");
            await user.Api.GetAsync($"{path}/members").ShouldBeRefusedAsync("not_found");
            await user.Api.GetAsync($"{path}/messages").ShouldBeRefusedAsync("not_found");
            await user.Api.GetAsync($"{path}/messages/m/receipts").ShouldBeRefusedAsync("not_found");
            await user.Api.DeleteAsync(path).ShouldBeRefusedAsync("not_found");
            await user.Api.DeleteAsync($"{path}/messages/m").ShouldBeRefusedAsync("not_found");
            await user.Api.DeleteAsync($"{path}/members/x").ShouldBeRefusedAsync("not_found");
            await user.Api.PatchAsync(path, """{"name":"n"}""").ShouldBeRefusedAsync("not_found");
            await user.Api.PostAsync($"{path}/members", """{"user_ids":["x"]}""").ShouldBeRefusedAsync("not_found");
            await user.Api.PostAsync("/api/v1/messages/group/read", $$"""{"group_id":"{{group}}","seq":0}""").ShouldBeRefusedAsync("not_found");
            await user.Api.PostAsync($"{Groups}/messages", $$"""{"group_id":"{{group}}","content":1}""").ShouldBeRefusedAsync("not_found");
        }

        await client.ShouldBeRefusedAsync("not_found", $$"""{"type":"group","id":"1","group_id":"{{group}}","content":1}""");
        await client.ShouldBeRefusedAsync("not_found", $$"""{"type":"history","id":"2","group_id":"{{group}}"}""");
        await client.ShouldBeRefusedAsync("not_found", $$"""{"type":"read","id":"3","group_id":"{{group}}","seq":0}""");
        await client.ShouldBeRefusedAsync("not_found", $$"""{"type":"typing","id":"4","group_id":"{{group}}"}""");
        await client.ShouldBeRefusedAsync("not_found", $$"""{"type":"recall","id":"5","group_id":"{{group}}","message_id":"m"}""");
        await client.ShouldBeRefusedAsync("not_found", $$"""{"type":"presence","id":"6","group_id":"{{group}}"}""");
    }

    [Fact]
    public async Task DeletedGroup_IsGoneWithEverything_AndItsMembersAreTold()
    {
        await using ChatUser anna = chat.User("anna"), ben = chat.User("ben");
        var group = await anna.CreateGroupAsync(ben);
        var client = await ben.ConnectAsync();
        await anna.SayAsync(group, "1");
        await client.NextAsync("group");

        (await anna.Api.DeleteAsync($"{Groups}/{group}")).Status.ShouldBe(HttpStatusCode.NoContent);

        var told = await client.NextAsync("member");
        told.Text("group_id").ShouldBe(group);
        told.Text("user_id").ShouldBe(ben.Id);
        told.Text("action").ShouldBe("removed");
        foreach (var user in new[] { anna, ben })
        {
            await user.Api.GetAsync($"{Groups}/{group}").ShouldBeRefusedAsync("not_found");
            await user.Api.GetAsync($"{Groups}/{group}/messages").ShouldBeRefusedAsync("not_found");
            (await user.GetOkAsync(Groups)).Texts("group_ids").ShouldBeEmpty();
            (await user.UnreadOfAsync(group)).ShouldBeNull();
        }

        // Its id is free again, for a group that knows nothing of it.
        var anew = await ben.Api.PostOkAsync(Groups, $$"""{"group_id":"{{group}}"}""");
        anew.Number("last_seq").ShouldBe(0);
        (await ben.HistoryAsync(group)).ShouldBeEmpty();
        await anna.Api.GetAsync($"{Groups}/{group}").ShouldBeRefusedAsync("not_member");
    }

    [Fact]
    public async Task WithoutCredentials_NothingIsTold()
    {
        using var http = new HttpClient { BaseAddress = chat.Server.Address };

        foreach (var path in new[] { Groups, $"{Groups}/g", $"{Groups}/g/members", $"{Groups}/g/messages", "/api/v1/unread/all", "/api/v1/private/x/messages" })
        {
            (await http.GetAsync(new Uri(path, UriKind.Relative))).StatusCode.ShouldBe(HttpStatusCode.Unauthorized, path);
        }
    }
}
