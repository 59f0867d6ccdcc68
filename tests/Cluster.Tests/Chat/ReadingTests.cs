using Orleans.Realtime.Cluster.Tests.Support;

namespace Orleans.Realtime.Cluster.Tests.Chat;

/// <summary>Who has read what: told to those who sent it, and to the reader's other devices.</summary>
[Collection(ChatSuite.Name)]
public sealed class ReadingTests(ChatServerFixture chat)
{
    private const string Read = "/api/v1/messages/group/read";

    private static readonly string[] Nonsense =
    [
        "\"group_id\":\"GROUP\",\"seq\":-1", "\"group_id\":\"GROUP\",\"seq\":99", "\"group_id\":\"GROUP\",\"seq\":\"1\"", "\"group_id\":\"GROUP\"", "\"seq\":1",
    ];

    [Fact]
    public async Task Sender_SeesReadThreeOfFive()
    {
        await using ChatUser anna = chat.User("anna"), ben = chat.User("ben"), carl = chat.User("carl"), dora = chat.User("dora"), emil = chat.User("emil");
        var group = await anna.CreateGroupAsync(ben, carl, dora, emil);
        TestClient annas = await anna.ConnectAsync(), emils = await emil.ConnectAsync(), bens = await ben.ConnectAsync();
        var message = await anna.SayAsync(group, "1");
        var (id, seq) = (message.Text("message_id"), message.Number("seq"));
        await bens.NextAsync("group");
        var receipts = $"/api/v1/groups/{group}/messages/{id}/receipts";

        (await anna.GetOkAsync(receipts)).Number("read_count").ShouldBe(0);
        (await bens.AskAsync($$"""{"type":"read","id":"r","group_id":"{{group}}","seq":{{seq}}}""")).Number("unread").ShouldBe(0);
        await carl.MarkReadAsync(group, seq);
        await dora.MarkReadAsync(group, seq);

        var readers = new HashSet<string>();
        long count = 0;
        while (count < 3)
        {
            var told = await annas.NextAsync("read");
            told.Text("group_id").ShouldBe(group);
            told.Number("seq").ShouldBe(seq);
            told.Number("member_count").ShouldBe(5);
            told.Number("read_count").ShouldBeInRange(readers.Count + 1, 3);
            readers.Add(told.Text("user_id"));
            count = told.Number("read_count");
        }

        readers.ShouldBeSubsetOf([ben.Id, carl.Id, dora.Id]);
        var all = await anna.GetOkAsync(receipts);
        all.Number("read_count").ShouldBe(3);
        all.Number("member_count").ShouldBe(5);
        all.Texts("readers").ShouldBe(new[] { ben.Id, carl.Id, dora.Id }.Order(StringComparer.Ordinal));
        (await emil.GetOkAsync(receipts)).Number("read_count").ShouldBe(3, "any member may ask");
        await emils.NextAsync("group");
        (await emils.RestAsync()).ShouldBeEmpty("receipts are for the sender and the reader");
        (await bens.RestAsync()).ShouldBeEmpty("who has read knows it");
    }

    [Fact]
    public async Task ReadState_FollowsTheReader_AndNeverGoesBack()
    {
        await using ChatUser anna = chat.User("anna"), ben = chat.User("ben");
        var group = await anna.CreateGroupAsync(ben);
        for (var i = 1; i <= 5; i++)
        {
            await anna.SayAsync(group, $"{i}");
        }

        TestClient phone = await ben.ConnectAsync(), desktop = await ben.ConnectAsync();
        var half = await phone.AskAsync($$"""{"type":"read","id":"1","group_id":"{{group}}","seq":3}""");
        var told = await desktop.NextAsync("read");
        var back = await ben.MarkReadAsync(group, 1);

        half.Number("unread").ShouldBe(2);
        (told.Text("user_id"), told.Number("seq")).ShouldBe((ben.Id, 3));
        (back.Number("seq"), back.Number("unread")).ShouldBe((3, 2));
        var unread = (await ben.UnreadOfAsync(group))!;
        unread.Number("count").ShouldBe(2);
        unread["messages"]!.AsArray().Select(message => message!.Number("content")).ShouldBe([4, 5]);

        (await ben.MarkReadAsync(group, 5)).Number("unread").ShouldBe(0);
        foreach (var client in new[] { phone, desktop })
        {
            (await client.NextAsync("read")).Number("seq").ShouldBe(5, "read over HTTP it is told to all devices");
        }
    }

    [Fact]
    public async Task SendingIsNotReading_AndOwnMessagesAreNotUnread()
    {
        await using ChatUser anna = chat.User("anna"), ben = chat.User("ben");
        var group = await anna.CreateGroupAsync(ben);
        await anna.SayAsync(group, "1");
        await ben.SayAsync(group, "2");
        await anna.SayAsync(group, "3");

        (await ben.UnreadOfAsync(group))!.Number("count").ShouldBe(2);
        (await anna.UnreadOfAsync(group))!.Number("count").ShouldBe(1);
    }

    [Fact]
    public async Task Unread_GivesTheNewestTwenty()
    {
        await using ChatUser anna = chat.User("anna"), ben = chat.User("ben");
        var group = await anna.CreateGroupAsync(ben);
        for (var i = 1; i <= 25; i++)
        {
            await anna.SayAsync(group, $"{i}");
            await anna.WhisperAsync(ben, $"{i}");
        }

        var all = await ben.GetOkAsync("/api/v1/unread/all");
        foreach (var unread in new[] { all["group_unreads"]!.AsArray().ShouldHaveSingleItem()!, all["private_unreads"]!.AsArray().ShouldHaveSingleItem()! })
        {
            unread.Number("count").ShouldBe(25);
            unread.Number("last_seq").ShouldBe(25);
            unread["messages"]!.AsArray().Select(message => message!.Number("content")).ShouldBe(Enumerable.Range(6, 20).Select(i => (long)i));
        }
    }

    [Fact]
    public async Task PositionsThatCannotBe_AreRefused()
    {
        await using ChatUser anna = chat.User("anna"), carl = chat.User("carl");
        var group = await anna.CreateGroupAsync();
        await anna.SayAsync(group, "1");
        var client = await anna.ConnectAsync();

        foreach (var fields in Nonsense)
        {
            var named = fields.Replace("GROUP", group, StringComparison.Ordinal);
            await anna.Api.PostAsync(Read, "{" + named + "}").ShouldBeRefusedAsync("bad_request");
            await client.ShouldBeRefusedAsync("bad_request", "{\"type\":\"read\",\"id\":\"r\"," + named + "}");
        }

        await carl.Api.PostAsync(Read, $$"""{"group_id":"{{group}}","seq":1}""").ShouldBeRefusedAsync("not_member");
        await carl.Api.GetAsync($"/api/v1/groups/{group}/messages/x/receipts").ShouldBeRefusedAsync("not_member");
        await anna.Api.GetAsync($"/api/v1/groups/{group}/messages/x/receipts").ShouldBeRefusedAsync("not_found");
        await anna.Api.PostAsync("/api/v1/messages/private/read", $$"""{"peer_user_id":"{{carl.Id}}","seq":1}""").ShouldBeRefusedAsync("bad_request");
    }
}
