using Orleans.Realtime.Cluster.Tests.Support;

namespace Orleans.Realtime.Cluster.Tests.Chat;

/// <summary>Typing is told to those who are there, and kept nowhere.</summary>
[Collection(ChatSuite.Name)]
public sealed class TypingTests(ChatServerFixture chat)
{
    [Fact]
    public async Task Typing_IsToldToTheOthers_OnceInAWhile_AndNeverStored()
    {
        await using ChatUser anna = chat.User("anna"), ben = chat.User("ben");
        var group = await anna.CreateGroupAsync(ben);
        TestClient annas = await anna.ConnectAsync(), desktop = await anna.ConnectAsync(), bens = await ben.ConnectAsync();
        var frame = $$"""{"type":"typing","group_id":"{{group}}"}""";

        await annas.AskAsync($$"""{"type":"typing","id":"t","group_id":"{{group}}"}""");
        for (var i = 0; i < 20; i++)
        {
            await annas.SendAsync(frame);
        }

        var told = await bens.NextAsync("typing");
        told.Text("group_id").ShouldBe(group);
        told.Text("user_id").ShouldBe(anna.Id);
        (await annas.RestAsync()).ShouldBeEmpty("a typing frame without id is not answered, and nobody is told of itself");
        var sent = await anna.SayAsync(group, "1", ",\"echo\":true");
        sent.Number("seq").ShouldBe(1, "typing takes no position");
        var heard = 0;
        for (var next = await bens.ReceiveAsync(); next.Text("type") != "group"; next = await bens.ReceiveAsync())
        {
            heard += next.Text("type") == "typing" ? 1 : 0;
        }

        // As many as seconds went by, which a busy machine may stretch.
        heard.ShouldBeLessThan(10, "twenty frames in a burst are not twenty calls");
        await annas.NextAsync("group");
        await desktop.NextAsync("group");
        (await annas.RestAsync()).ShouldBeEmpty();
        (await desktop.RestAsync()).ShouldBeEmpty();
        (await ben.ConnectAsync()).Connected["unread"]!.AsArray().ShouldHaveSingleItem()!.Number("count").ShouldBe(1);
    }

    [Fact]
    public async Task TypingInPrivate_IsToldToTheOther()
    {
        await using ChatUser anna = chat.User("anna"), ben = chat.User("ben"), carl = chat.User("carl");
        await anna.WhisperAsync(ben, "1");
        TestClient annas = await anna.ConnectAsync(), bens = await ben.ConnectAsync(), carls = await carl.ConnectAsync();

        await annas.SendAsync($$"""{"type":"typing","to_user_id":"{{ben.Id}}"}""");

        var told = await bens.NextAsync("typing");
        told.Text("from_user_id").ShouldBe(anna.Id);
        told.Text("user_id").ShouldBe(anna.Id);
        told.ContainsKey("group_id").ShouldBeFalse();
        (await annas.RestAsync()).ShouldBeEmpty();
        (await carls.RestAsync()).ShouldBeEmpty();
    }
}
