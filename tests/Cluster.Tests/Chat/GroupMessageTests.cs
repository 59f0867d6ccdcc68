using System.Net;
using Orleans.Realtime.Cluster.Tests.Support;

namespace Orleans.Realtime.Cluster.Tests.Chat;

/// <summary>Sending to groups: what arrives, what is refused, what is sent twice.</summary>
[Collection(ChatSuite.Name)]
public sealed class GroupMessageTests(ChatServerFixture chat)
{
    private const string Messages = "/api/v1/groups/messages";

    [Theory]
    [InlineData("9007199254740993")]
    [InlineData("-123456789012345678901234567890.10e-400")]
    [InlineData("null")]
    [InlineData("\"\"")]
    [InlineData("""[ [ ],{ }, 1.0 ,1e2, true]""")]
    [InlineData("""{"a":1,"a":2,"n":{"deep":[{"x":[null]}]}, "e":"\u0041\ud83d\ude00\/ ü 漢字 🐻" }""")]
    public async Task Content_ArrivesByteForByte_ByEveryWay(string content)
    {
        await using ChatUser anna = chat.User("anna"), ben = chat.User("ben");
        var group = await anna.CreateGroupAsync(ben);
        TestClient annas = await anna.ConnectAsync(), bens = await ben.ConnectAsync();
        var expected = $"\"content\":{content},";

        await annas.AskAsync($$"""{"type":"group","id":"1","group_id":"{{group}}","content":{{content}}}""");
        (await TextOfAsync(bens, "group")).ShouldContain(expected);
        await anna.SayAsync(group, content);
        (await TextOfAsync(bens, "group")).ShouldContain(expected);
        await annas.AskAsync($$"""{"type":"private","id":"2","to_user_id":"{{ben.Id}}","content":{{content}}}""");
        (await TextOfAsync(bens, "private")).ShouldContain(expected);
        await anna.WhisperAsync(ben, content);
        (await TextOfAsync(bens, "private")).ShouldContain(expected);

        foreach (var path in new[] { $"/api/v1/groups/{group}/messages", $"/api/v1/private/{anna.Id}/messages", "/api/v1/unread/all" })
        {
            var text = await ben.Api.GetTextAsync(path);
            text.Split(expected).Length.ShouldBe(path.EndsWith("all", StringComparison.Ordinal) ? 5 : 3, text);
        }

        await bens.SendAsync($$"""{"type":"history","id":"h","group_id":"{{group}}"}""");
        (await TextOfAsync(bens, "reply")).Split(expected).Length.ShouldBe(3);
    }

    [Fact]
    public async Task SameIdTwice_IsOneMessage_AndTheSameReply()
    {
        await using ChatUser anna = chat.User("anna"), ben = chat.User("ben");
        var group = await anna.CreateGroupAsync(ben);
        TestClient annas = await anna.ConnectAsync(), bens = await ben.ConnectAsync();
        var frame = $$"""{"type":"group","id":"same","group_id":"{{group}}","content":"once"}""";

        var first = await annas.AskAsync(frame);
        var second = await annas.AskAsync(frame);
        var posted = await anna.SayAsync(group, "\"again\"", ",\"id\":\"same\"");
        var keyed = await anna.Api.PostOkAsync(Messages, $$"""{"group_id":"{{group}}","content":0}""", ("Idempotency-Key", "same"));
        var others = await ben.SayAsync(group, "\"mine\"", ",\"id\":\"same\"");

        second.ToJsonString().ShouldBe(first.ToJsonString());
        foreach (var repeated in new[] { posted, keyed })
        {
            repeated.Text("message_id").ShouldBe(first.Text("message_id"));
            repeated.Number("seq").ShouldBe(first.Number("seq"));
            repeated.Text("created_at").ShouldBe(first.Text("created_at"));
        }

        others.Number("seq").ShouldBe(first.Number("seq") + 1, "an id is its sender's own");
        (await annas.NextAsync("group")).Text("id").ShouldBe(others.Text("message_id"));
        (await bens.NextAsync("group")).Text("id").ShouldBe(first.Text("message_id"));
        (await bens.RestAsync()).ShouldBeEmpty();
        (await ben.HistoryAsync(group)).Select(message => message.Text("id")).ShouldBe([first.Text("message_id"), others.Text("message_id")]);
    }

    [Fact]
    public async Task Echo_BringsItToTheSendersOwnConnections()
    {
        await using ChatUser anna = chat.User("anna"), backend = chat.Service();
        var group = await anna.CreateGroupAsync();
        var client = await anna.ConnectAsync();

        await anna.SayAsync(group, "\"unheard\"");
        await backend.SayAsync(group, "\"unheard\"", $",\"from_user_id\":\"{anna.Id}\",\"echo\":false");
        await anna.SayAsync(group, "\"heard\"", ",\"echo\":true");
        await backend.SayAsync(group, "\"heard too\"", $",\"from_user_id\":\"{anna.Id}\",\"echo\":true");

        (await client.NextAsync("group")).Text("content").ShouldBe("heard");
        var second = await client.NextAsync("group");
        second.Text("content").ShouldBe("heard too");
        second.Text("from_user_id").ShouldBe(anna.Id);
        (await anna.UnreadOfAsync(group)).ShouldBeNull("own messages are not unread");
    }

    [Fact]
    public async Task Service_SendsForAnyone_AndUsersOnlyForThemselves()
    {
        await using ChatUser anna = chat.User("anna"), ben = chat.User("ben"), backend = chat.Service();
        var group = await anna.CreateGroupAsync(ben);
        var client = await ben.ConnectAsync();

        await backend.SayAsync(group, "1", $",\"from_user_id\":\"{anna.Id}\"");
        await backend.SayAsync(group, "2", ",\"from_user_id\":\"support\"");
        await backend.SayAsync(group, "3");
        await anna.SayAsync(group, "4", $",\"from_user_id\":\"{anna.Id}\"");

        foreach (var sender in new[] { anna.Id, "support", backend.Id, anna.Id })
        {
            (await client.NextAsync("group")).Text("from_user_id").ShouldBe(sender);
        }

        await anna.Api.PostAsync(Messages, $$"""{"group_id":"{{group}}","content":1,"from_user_id":"{{ben.Id}}"}""").ShouldBeRefusedAsync("forbidden");
        await backend.Api.PostAsync(Messages, $$"""{"group_id":"{{group}}","content":1,"from_user_id":""}""").ShouldBeRefusedAsync("bad_request");
        await anna.Api.PostAsync("/api/v1/messages/private", $$"""{"to_user_id":"x","content":1,"from_user_id":"{{ben.Id}}"}""").ShouldBeRefusedAsync("forbidden");
    }

    [Fact]
    public async Task Strangers_MayNotSend()
    {
        await using ChatUser anna = chat.User("anna"), carl = chat.User("carl");
        var group = await anna.CreateGroupAsync();
        var client = await carl.ConnectAsync();

        await carl.Api.PostAsync(Messages, $$"""{"group_id":"{{group}}","content":1}""").ShouldBeRefusedAsync("not_member");
        await client.ShouldBeRefusedAsync("not_member", $$"""{"type":"group","id":"1","group_id":"{{group}}","content":1}""");
        await client.SendAsync($$"""{"type":"group","group_id":"{{group}}","content":1}""");
        var error = await client.NextAsync("error");
        error.Text("code").ShouldBe("not_member");
        error.ContainsKey("id").ShouldBeFalse();
        (await anna.HistoryAsync(group)).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("""{"content":1}""")]
    [InlineData("""{"group_id":"","content":1}""")]
    [InlineData("""{"group_id":"GROUP"}""")]
    [InlineData("""{"group_id":"GROUP","data":1}""")]
    [InlineData("""{"group_id":"GROUP","content":1,"id":""}""")]
    [InlineData("""{"group_id":"GROUP","content":1,"mentions":"x"}""")]
    [InlineData("""{"group_id":"GROUP","content":1,"mentions":[""]}""")]
    [InlineData("""{"group_id":"GROUP","content":1,"mentions":[1]}""")]
    [InlineData("""{"group_id":"GROUP","content":}""")]
    [InlineData("""{"group_id":"GROUP","content":1} 2""")]
    public async Task RequestsThatMakeNoSense_AreRefused_AndLeaveNoTrace(string body)
    {
        await using var anna = chat.User("anna");
        var group = await anna.CreateGroupAsync();

        await anna.Api.PostAsync(Messages, body.Replace("GROUP", group, StringComparison.Ordinal)).ShouldBeRefusedAsync("bad_request");

        (await anna.HistoryAsync(group)).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("""{"type":"group","id":"1","content":1}""")]
    [InlineData("""{"type":"group","id":"1","group_id":"g"}""")]
    [InlineData("""{"type":"group","id":"1","group_id":"","content":1}""")]
    [InlineData("""{"type":"group","id":"1","group_id":7,"content":1}""")]
    [InlineData("""{"type":"group","id":"1","group_id":"g","content":1,"mentions":{}}""")]
    [InlineData("""{"type":"group","id":"1","group_id":"g","content":1,"mentions":[""]}""")]
    [InlineData("""{"type":"private","id":"1","content":1}""")]
    [InlineData("""{"type":"private","id":"1","to_user_id":"u"}""")]
    [InlineData("""{"type":"read","id":"1","seq":1}""")]
    [InlineData("""{"type":"read","id":"1","group_id":"g"}""")]
    [InlineData("""{"type":"read","id":"1","group_id":"g","seq":-1}""")]
    [InlineData("""{"type":"read","id":"1","group_id":"g","peer_user_id":"u","seq":1}""")]
    [InlineData("""{"type":"typing","id":"1"}""")]
    [InlineData("""{"type":"typing","id":"1","group_id":"g","to_user_id":"u"}""")]
    [InlineData("""{"type":"recall","id":"1","group_id":"g"}""")]
    [InlineData("""{"type":"recall","id":"1","message_id":"m"}""")]
    [InlineData("""{"type":"history","id":"1"}""")]
    [InlineData("""{"type":"history","id":"1","group_id":"g","room_id":"r"}""")]
    [InlineData("""{"type":"history","id":"1","group_id":"g","limit":0}""")]
    [InlineData("""{"type":"history","id":"1","group_id":"g","before_seq":"x"}""")]
    [InlineData("""{"type":"presence","id":"1"}""")]
    [InlineData("""{"type":"presence","id":"1","peer_user_id":"u"}""")]
    [InlineData("""{"type":"presence","id":"1","group_id":"g","room_id":"r"}""")]
    public async Task FramesThatMakeNoSense_AreRefused(string frame)
    {
        await using var anna = chat.User("anna");
        var client = await anna.ConnectAsync();

        await client.ShouldBeRefusedAsync("bad_request", frame);

        (await client.RestAsync()).ShouldBeEmpty("and the connection goes on");
    }

    [Fact]
    public async Task TooMuch_IsRefused()
    {
        await using var anna = chat.User("anna");
        var group = await anna.CreateGroupAsync();
        var client = await anna.ConnectAsync();
        var mentions = string.Join(',', Enumerable.Range(0, 101).Select(i => $"\"u{i}\""));

        await client.ShouldBeRefusedAsync("bad_request", $$"""{"type":"group","id":"1","group_id":"{{group}}","content":1,"mentions":[{{mentions}}]}""");
        await anna.Api.PostAsync(Messages, $$"""{"group_id":"{{group}}","content":1,"mentions":[{{mentions}}]}""").ShouldBeRefusedAsync("bad_request");
        await anna.Api.PostAsync(Messages, $$"""{"group_id":"{{group}}","content":"{{new string('x', 512 * 1024)}}"}""").ShouldBeRefusedAsync("too_large");
        (await anna.Api.SendAsync(HttpMethod.Put, Messages, "{}")).Status.ShouldBe(HttpStatusCode.MethodNotAllowed);
        (await anna.HistoryAsync(group)).ShouldBeEmpty();
    }

    [Fact]
    public async Task ManySendersAtOnce_AreHeardByAll_InOneOrder_WithoutGaps()
    {
        const int Each = 40;
        await using ChatUser anna = chat.User("anna"), ben = chat.User("ben"), carl = chat.User("carl");
        var group = await anna.CreateGroupAsync(ben, carl);
        TestClient annas = await anna.ConnectAsync(), bens = await ben.ConnectAsync(), listener = await carl.ConnectAsync();

        for (var i = 0; i < Each; i++)
        {
            await annas.SendAsync($$"""{"type":"group","group_id":"{{group}}","content":{{i}}}""");
            await bens.SendAsync($$"""{"type":"group","group_id":"{{group}}","content":{{i}}}""");
        }

        var heard = new List<(long Seq, string From, long Content)>();
        while (heard.Count < 2 * Each)
        {
            var frame = await listener.NextAsync("group");
            heard.Add((frame.Number("seq"), frame.Text("from_user_id"), frame.Number("content")));
        }

        heard.Select(each => each.Seq).ShouldBe(Enumerable.Range(1, 2 * Each).Select(i => (long)i));
        foreach (var (sender, other) in new[] { (anna, bens), (ben, annas) })
        {
            heard.Where(each => each.From == sender.Id).Select(each => each.Content).ShouldBe(Enumerable.Range(0, Each).Select(i => (long)i));
            for (var i = 0; i < Each; i++)
            {
                (await other.NextAsync("group")).Number("content").ShouldBe(i);
            }
        }
    }

    private static async Task<string> TextOfAsync(TestClient client, string type)
    {
        while (true)
        {
            var text = await client.ReceiveTextAsync();
            if (!text.StartsWith("{\"type\":\"presence\"", StringComparison.Ordinal))
            {
                text.ShouldStartWith($"{{\"type\":\"{type}\"");
                return text;
            }
        }
    }
}
