using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Orleans.Realtime.Browser.Tests.Support;
using Orleans.Realtime.Cluster.Tests.Support;
using static Microsoft.Playwright.Assertions;

namespace Orleans.Realtime.Browser.Tests;

/// <summary>People who talk to each other, each in a window of their own.</summary>
public sealed partial class ChatTests(BrowserFixture browser, ServerFixture server) : IClassFixture<BrowserFixture>, IClassFixture<ServerFixture>
{
    [Fact]
    public async Task TwoPages_ChatInARoom()
    {
        await using var first = await Visitor.OpenAsync(browser.Browser);
        await using var second = await Visitor.OpenAsync(browser.Browser);
        var (alice, bob) = (await EnterAsync(first, "alice"), await EnterAsync(second, "bob"));
        await alice.OpenAsync("Room", "lobby");
        await bob.OpenAsync("Room", "lobby");

        await alice.SayAsync("hello from the one page");
        await Expect(bob.Message("hello from the one page")).ToHaveCountAsync(1);
        await bob.SayAsync("<b>hello</b> from the other");

        await Expect(alice.Message("<b>hello</b> from the other")).ToHaveCountAsync(1);
        await Expect(alice.Messages).ToHaveCountAsync(2);
        await alice.IsStoredAsync("hello from the one page");
        await bob.IsStoredAsync("from the other");
        await Expect(alice.Messages.Locator("b")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task Group_ShowsWhoReadWhat_MentionsAndWhatWasTakenBack()
    {
        await using var first = await Visitor.OpenAsync(browser.Browser);
        await using var second = await Visitor.OpenAsync(browser.Browser);
        var (carol, dave) = (await EnterAsync(first, "carol"), await EnterAsync(second, "dave"));

        await carol.CreateGroupAsync("team", "dave, erin");
        await carol.SayAsync("lunch, @dave?");
        await carol.IsStoredAsync("lunch");
        await Expect(carol.Message("lunch").GetByTestId("receipt")).ToContainTextAsync("Read 0/");
        await Expect(dave.Entry("team")).ToHaveAccessibleNameAsync(MentionedOnce());

        await dave.Entry("team").ClickAsync();
        await Expect(dave.Message("lunch").Locator(".mention.self")).ToHaveTextAsync("@dave");
        await Expect(carol.Message("lunch").GetByTestId("receipt")).ToContainTextAsync("Read 1/");

        await carol.Message("lunch").HoverAsync();
        await carol.Message("lunch").GetByRole(AriaRole.Button, new() { Name = "Recall" }).ClickAsync();
        await Expect(dave.Messages.First).ToContainTextAsync("Recalled by carol");
        await Expect(carol.Messages.First).ToContainTextAsync("Recalled by you");
        await Expect(dave.Root).Not.ToContainTextAsync("lunch");
    }

    [Fact]
    public async Task Private_CountsWhatIsUnread_AndSaysWhoIsTyping()
    {
        await using var first = await Visitor.OpenAsync(browser.Browser);
        await using var second = await Visitor.OpenAsync(browser.Browser);
        var (frank, grace) = (await EnterAsync(first, "frank"), await EnterAsync(second, "grace"));

        await frank.OpenAsync("Private", "grace");
        await frank.SayAsync("one");
        await frank.SayAsync("two");
        await Expect(grace.Entry("frank")).ToHaveAccessibleNameAsync(TwoUnread());
        await grace.Entry("frank").ClickAsync();
        await Expect(grace.Messages).ToHaveTextAsync([new Regex("one"), new Regex("two")]);
        await Expect(frank.Message("two").GetByTestId("receipt")).ToHaveTextAsync("Read");

        await grace.Root.Locator(".composer").GetByRole(AriaRole.Textbox).PressSequentiallyAsync("th");
        await Expect(frank.Root.GetByText("grace is typing")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Reload_KeepsTheSession_AndBringsWhatWasSaidMeanwhile()
    {
        await using var first = await Visitor.OpenAsync(browser.Browser);
        await using var second = await Visitor.OpenAsync(browser.Browser);
        var (heidi, ivan) = (await EnterAsync(first, "heidi"), await EnterAsync(second, "ivan"));
        await heidi.OpenAsync("Room", "reload");
        await ivan.OpenAsync("Room", "reload");
        await ivan.SayAsync("before");
        await Expect(heidi.Message("before")).ToHaveCountAsync(1);
        var session = await heidi.SessionIdAsync();

        await first.Page.GotoAsync("about:blank");
        await ivan.SayAsync("meanwhile");
        await ivan.IsStoredAsync("meanwhile");
        await first.Page.GoBackAsync();

        await heidi.IsResumedAsync();
        (await heidi.SessionIdAsync()).ShouldBe(session);
        await ivan.SayAsync("after");
        await Expect(heidi.Messages).ToHaveTextAsync([new Regex("before"), new Regex("meanwhile"), new Regex("after")]);
    }

    [Fact]
    public async Task DroppedSocket_ComesBackWithEverything_OnceAndInOrder()
    {
        await using var visitor = await Visitor.OpenAsync(browser.Browser);
        var judy = await EnterAsync(visitor, "judy");
        var mallory = await visitor.Page.AddUserAsync("mallory");
        await judy.OpenAsync("Room", "drop");
        await mallory.OpenAsync("Room", "drop");

        await judy.Root.GetByRole(AriaRole.Button, new() { Name = "Offline" }).ClickAsync();
        await Expect(judy.State).ToHaveTextAsync("Offline on purpose");
        for (var i = 1; i <= 5; i++)
        {
            await mallory.SayAsync($"said {i}");
        }

        await judy.SayAsync("written while offline");
        await mallory.IsStoredAsync("said 5");
        await judy.Root.GetByRole(AriaRole.Button, new() { Name = "Offline" }).ClickAsync();
        await judy.IsResumedAsync();

        await judy.IsStoredAsync("written while offline");
        await Expect(mallory.Message("written while offline")).ToHaveCountAsync(1);
        await Expect(judy.Messages.Filter(new() { HasText = "said" })).ToHaveTextAsync([.. Enumerable.Range(1, 5).Select(i => new Regex($"said {i}"))]);
    }

    [Fact]
    public async Task Event_ForAUserWhoIsNotThere_WaitsInTheInbox()
    {
        await using var visitor = await Visitor.OpenAsync(browser.Browser);
        await visitor.Page.OpenTryAsync(server.Address);
        await visitor.Page.GetByRole(AriaRole.Button, new() { Name = "Send an event" }).ClickAsync();
        var dialog = visitor.Page.GetByRole(AriaRole.Dialog);
        await dialog.GetByLabel("To", new() { Exact = true }).FillAsync("niaj");
        await dialog.GetByLabel("Data (JSON)").FillAsync("""{"order":9007199254740993}""");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Send event" }).ClickAsync();
        await Expect(dialog.GetByTestId("event-result")).ToContainTextAsync("it waits there");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Close" }).ClickAsync();

        var niaj = await visitor.Page.AddUserAsync("niaj");
        await niaj.Root.GetByRole(AriaRole.Tab, new() { Name = "Inbox" }).ClickAsync();

        await Expect(niaj.Root.GetByTestId("inbox-item")).ToContainTextAsync("order.shipped");
    }

    private async Task<UserColumn> EnterAsync(Visitor visitor, string userId)
    {
        await visitor.Page.OpenTryAsync(server.Address);
        return await visitor.Page.AddUserAsync(userId);
    }

    [GeneratedRegex("1 mentions.*1 unread")]
    private static partial Regex MentionedOnce();

    [GeneratedRegex("2 unread")]
    private static partial Regex TwoUnread();
}
