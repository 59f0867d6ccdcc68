using System.Text.Json;
using Microsoft.Playwright;
using Orleans.Realtime.Browser.Tests.Support;
using Orleans.Realtime.Cluster.Tests.Support;
using static Microsoft.Playwright.Assertions;

namespace Orleans.Realtime.Browser.Tests;

/// <summary>The console for those who use a keyboard or a screen reader, or see little: the rules of WCAG 2.2 A and AA that axe-core can check, light and dark.</summary>
public sealed class AccessibilityTests(BrowserFixture browser, ServerFixture server) : IClassFixture<BrowserFixture>, IClassFixture<ServerFixture>
{
    private const string Run = """
        async () => (await axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"] })).violations
            .map(({ id, help, nodes }) => `${id}: ${help}: ${nodes.slice(0, 3).map(({ html }) => html.slice(0, 160)).join(" | ")}`)
        """;

    [Theory]
    [InlineData(ColorScheme.Light)]
    [InlineData(ColorScheme.Dark)]
    public async Task Pages_KeepTheRules(ColorScheme scheme)
    {
        await using var visitor = await Visitor.OpenAsync(browser.Browser, new() { ColorScheme = scheme, ReducedMotion = ReducedMotion.Reduce });
        await visitor.Page.OpenTryAsync(server.Address);
        var peggy = await visitor.Page.AddUserAsync($"peggy-{scheme}");
        var trent = await visitor.Page.AddUserAsync($"trent-{scheme}");
        await peggy.CreateGroupAsync($"checked-{scheme}", $"trent-{scheme}");
        await peggy.SayAsync($"hello @trent-{scheme}");
        await Expect(trent.Entry($"checked-{scheme}")).ToBeVisibleAsync();
        await peggy.IsStoredAsync("hello");
        (await CheckAsync(visitor.Page)).ShouldBeEmpty();

        await visitor.Page.OpenWatchAsync(server.Address);
        await Expect(visitor.Page.GetByTestId("watch-status")).ToContainTextAsync("Live");
        (await CheckAsync(visitor.Page)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Keyboard_IsEnoughToChat()
    {
        await using var visitor = await Visitor.OpenAsync(browser.Browser);
        await visitor.Page.OpenTryAsync(server.Address);
        await visitor.Page.GetByLabel("Name of a user").FocusAsync();
        await visitor.Page.Keyboard.TypeAsync("victor");
        await visitor.Page.Keyboard.PressAsync("Enter");
        var victor = new UserColumn(visitor.Page, "victor");
        await victor.IsConnectedAsync();

        await victor.Root.GetByLabel("Room", new() { Exact = true }).FocusAsync();
        await visitor.Page.Keyboard.TypeAsync("keys");
        await visitor.Page.Keyboard.PressAsync("Enter");
        await Expect(victor.Root.GetByLabel("Message to keys")).ToBeFocusedAsync();
        await visitor.Page.Keyboard.TypeAsync("typed only");
        await visitor.Page.Keyboard.PressAsync("Enter");

        await victor.IsStoredAsync("typed only");
    }

    private static async Task<IReadOnlyList<string>> CheckAsync(IPage page)
    {
        // Not by a script element: the page's own policy forbids foreign scripts.
        await page.EvaluateAsync(await File.ReadAllTextAsync(Path.Combine(EmbeddedServer.RepositoryRoot, "tests/Browser.Tests/node_modules/axe-core/axe.min.js")));
        var found = await page.EvaluateAsync<JsonElement>(Run);
        return [.. found.EnumerateArray().Select(violation => violation.GetString()!)];
    }
}
