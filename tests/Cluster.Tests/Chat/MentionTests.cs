using System.Text.Json.Nodes;
using Orleans.Realtime.Cluster.Tests.Support;

namespace Orleans.Realtime.Cluster.Tests.Chat;

/// <summary>Who is mentioned gets a notification of its own, into the inbox: online or not.</summary>
[Collection(ChatSuite.Name)]
public sealed class MentionTests(ChatServerFixture chat)
{
    [Fact]
    public async Task Listed_OrWrittenWithAnAt_IsNotifiedOnce_AndNobodyElse()
    {
        await using ChatUser anna = chat.User("anna"), ben = chat.User("ben"), carl = chat.User("carl"), dora = chat.User("dora");
        var group = await anna.CreateGroupAsync(ben, carl);
        TestClient annas = await anna.ConnectAsync(), bens = await ben.ConnectAsync(), carls = await carl.ConnectAsync(), doras = await dora.ConnectAsync();

        var message = await annas.AskAsync(
            $$"""{"type":"group","id":"1","group_id":"{{group}}","content":{"text":"@{{ben.Id}}, @{{dora.Id}} @{{anna.Id}}!"},"mentions":["{{ben.Id}}","{{dora.Id}}","{{anna.Id}}"]}""");

        var (frame, mention) = await FrameAndMentionAsync(bens);
        frame.Texts("mentions").ShouldBe([ben.Id, dora.Id, anna.Id]);
        ShouldMention(mention, group, message, anna);
        mention.Number("seq").ShouldBe(1);
        await anna.SayAsync(group, "\"end\"", ",\"echo\":true");
        foreach (var client in new[] { bens, carls, annas })
        {
            JsonObject next;
            do
            {
                next = await client.NextAsync("group");
            }
            while (next["content"]!.GetValueKind() != System.Text.Json.JsonValueKind.String);
            (await client.RestAsync()).ShouldBeEmpty("one notification, and none for others or for oneself");
        }

        (await doras.RestAsync()).ShouldBeEmpty("who is no member is told nothing");
    }

    [Fact]
    public async Task OfflineUser_FindsTheMentionsInItsInbox_InOrder_HoweverTheyWereSent()
    {
        await using ChatUser anna = chat.User("anna"), ben = chat.User("ben");
        var group = await anna.CreateGroupAsync(ben);
        var annas = await anna.ConnectAsync();

        var first = await annas.AskAsync($$"""{"type":"group","id":"1","group_id":"{{group}}","content":"hello @{{ben.Id}}"}""");
        var second = await anna.SayAsync(group, "{}", $",\"mentions\":[\"{ben.Id}\"]");
        await Eventually.HoldsAsync(async () =>
        {
            await using var looking = await TestClient.ConnectAsync(chat.Server.SocketUri($"user_id={ben.Id}"));
            return looking.Connected["inbox"]!.Number("next_seq") == 3;
        });

        var bens = await ben.ConnectAsync();
        var found = new[] { await bens.NextAsync("mention"), await bens.NextAsync("mention") };
        ShouldMention(found[0], group, first, anna);
        ShouldMention(found[1], group, second, anna);
        found.Select(mention => mention.Number("seq")).ShouldBe([1, 2]);
        (await bens.RestAsync()).ShouldBeEmpty();
    }

    private static async Task<(JsonObject Frame, JsonObject Mention)> FrameAndMentionAsync(TestClient client)
    {
        // From two logs: which comes first is nobody's promise.
        JsonObject one = await client.ReceiveUntilAsync(IsOne), other = await client.ReceiveUntilAsync(IsOne);
        return one.Text("type") == "group" ? (one, other) : (other, one);

        static bool IsOne(JsonObject frame) => frame.Text("type") is "group" or "mention";
    }

    private static void ShouldMention(JsonObject mention, string group, JsonObject message, ChatUser by)
    {
        mention.Text("type").ShouldBe("mention");
        mention.Text("group_id").ShouldBe(group);
        mention.Text("message_id").ShouldBe(message.Text("message_id"));
        mention.Number("message_seq").ShouldBe(message.Number("seq"));
        mention.Text("from_user_id").ShouldBe(by.Id);
        mention.Text("id").ShouldNotBeEmpty();
        mention.Text("created_at").ShouldEndWith("Z");
    }
}
