using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Orleans.Realtime.Browser.Tests.Support;

/// <summary>One of the users that a page plays.</summary>
internal sealed partial class UserColumn(IPage page, string userId)
{
    /// <summary>All of the user.</summary>
    public ILocator Root { get; } = page.GetByTestId($"user-{userId}");

    /// <summary>How the connection is doing, in words.</summary>
    public ILocator State => Root.GetByTestId("state");

    /// <summary>Whether the session goes on, and which it is.</summary>
    public ILocator Session => Root.GetByTestId("session");

    /// <summary>The messages of the open conversation.</summary>
    public ILocator Messages => Root.GetByTestId("message");

    /// <summary>The message with this text.</summary>
    public ILocator Message(string text) => Messages.Filter(new() { HasText = text });

    /// <summary>An entry of the list of conversations.</summary>
    public ILocator Entry(string name) => Root.Locator(".chat-list").GetByRole(AriaRole.Button, new() { NameRegex = new Regex(Regex.Escape(name)) });

    /// <summary>Waits for a connection.</summary>
    public Task IsConnectedAsync() => Expect(State).ToContainTextAsync("Connected");

    /// <summary>Waits until the session went on over another connection.</summary>
    public Task IsResumedAsync() => Expect(State).ToHaveTextAsync("Connected, resumed");

    /// <summary>The first characters of the session's id.</summary>
    public async Task<string> SessionIdAsync() => SessionId().Match(await Session.InnerTextAsync()).Groups[1].Value;

    /// <summary>Joins a room, or opens a private conversation.</summary>
    public async Task OpenAsync(string kind, string id)
    {
        await ShowListAsync();
        var form = Root.GetByRole(AriaRole.Form, new() { Name = $"New conversation of {userId}" });
        await form.GetByRole(AriaRole.Button, new() { Name = kind, Exact = true }).ClickAsync();
        await form.GetByRole(AriaRole.Textbox).First.FillAsync(id);
        await form.Locator("button[type=submit]").ClickAsync();
        await Expect(Root.Locator(".chat")).ToBeVisibleAsync();
    }

    /// <summary>Makes a group.</summary>
    public async Task CreateGroupAsync(string id, string members)
    {
        await ShowListAsync();
        var form = Root.GetByRole(AriaRole.Form, new() { Name = $"New conversation of {userId}" });
        await form.GetByRole(AriaRole.Button, new() { Name = "Group", Exact = true }).ClickAsync();
        await form.GetByRole(AriaRole.Textbox).First.FillAsync(id);
        await form.GetByLabel("Members, with commas between").FillAsync(members);
        await form.Locator("button[type=submit]").ClickAsync();
        await Expect(Root.Locator(".chat")).ToBeVisibleAsync();
    }

    /// <summary>Goes back to the list of conversations.</summary>
    public async Task ShowListAsync()
    {
        var back = Root.GetByRole(AriaRole.Button, new() { Name = "All conversations" });
        if (await back.IsVisibleAsync())
        {
            await back.ClickAsync();
        }
    }

    /// <summary>Writes into the open conversation.</summary>
    public async Task SayAsync(string text)
    {
        var box = Root.Locator(".composer").GetByRole(AriaRole.Textbox);
        await box.FillAsync(text);
        await box.PressAsync("Enter");
    }

    /// <summary>Waits until the server has stored this message.</summary>
    public Task IsStoredAsync(string text) => Expect(Message(text).GetByTestId("receipt")).ToHaveTextAsync(StoredWords());

    [GeneratedRegex(@"session ([^ ]{8})")]
    private static partial Regex SessionId();

    [GeneratedRegex(@"^(Stored|Read\b.*)$")]
    private static partial Regex StoredWords();
}
