using Microsoft.Playwright;
using Orleans.Realtime.Browser.Tests.Support;
using Orleans.Realtime.Cluster.Tests.Support;
using static Microsoft.Playwright.Assertions;

namespace Orleans.Realtime.Browser.Tests;

/// <summary>
/// The pictures of <c>docs/images</c>: each is a scene that has to come about, and is taken where <c>UPDATE_DOCS=1</c> asks for it.
/// </summary>
public sealed class PictureTests(BrowserFixture browser, ServerFixture server) : IClassFixture<BrowserFixture>, IClassFixture<ServerFixture>
{
    private static readonly string Folder = Path.Combine(EmbeddedServer.RepositoryRoot, "docs", "images");

    [Theory]
    [InlineData("try", ColorScheme.Light, "launch", "alice", "bob", "carol")]
    [InlineData("try-dark", ColorScheme.Dark, "release", "dora", "emil", "fred")]
    public async Task TryIt(string name, ColorScheme scheme, string group, params string[] users)
    {
        await using var visitor = await OpenAsync(new() { ColorScheme = scheme, ViewportSize = new() { Width = 1280, Height = 800 } });
        var (alice, bob) = await TalkAsync(visitor.Page, group, users);
        await alice.Root.GetByRole(AriaRole.Button, new() { Name = "Members" }).ClickAsync();
        await Expect(alice.Root.GetByTestId("members")).ToContainTextAsync("offline");
        await Expect(alice.Message("today").GetByTestId("receipt")).ToContainTextAsync("Read 1/");
        await Expect(bob.Messages).ToHaveCountAsync(3);

        await TakeAsync(visitor.Page, name, 1280, 800);
    }

    [Fact]
    public async Task Phone()
    {
        await using var visitor = await OpenAsync(new() { ViewportSize = new() { Width = 390, Height = 844 }, HasTouch = true, IsMobile = true });
        await TalkAsync(visitor.Page, "picnic", "grace", "heidi", "ivan");

        await TakeAsync(visitor.Page, "phone", 390, 844);
    }

    [Fact]
    public async Task WatchIt()
    {
        await using var visitor = await OpenAsync(new() { ViewportSize = new() { Width = 1280, Height = 1000 } });
        await TalkAsync(visitor.Page, "operations", "judy", "karl", "lena");
        await visitor.Page.GetByRole(AriaRole.Link, new() { Name = "Watch it" }).ClickAsync();
        await Expect(visitor.Page.GetByTestId("watch-status")).ToContainTextAsync("Live");
        await Expect(visitor.Page.GetByTestId("tile-connections").Locator(".tile-value")).Not.ToHaveTextAsync("0");
        await Expect(visitor.Page.GetByTestId("biggest-groups")).ToContainTextAsync("operations");

        await TakeAsync(visitor.Page, "watch", 1280, 1000);
    }

    private static async Task<(UserColumn First, UserColumn Second)> TalkAsync(IPage page, string group, params string[] users)
    {
        var (first, second) = (await page.AddUserAsync(users[0]), await page.AddUserAsync(users[1]));
        await first.CreateGroupAsync(group, $"{users[1]}, {users[2]}");
        await first.SayAsync($"Do we ship today, @{users[1]}?");
        await second.Entry(group).ClickAsync();
        await second.SayAsync("Yes. Every message once and in order.");
        await first.SayAsync("Then let us pull a plug and look.");
        await Expect(second.Messages).ToHaveCountAsync(3);
        await Expect(first.Messages).ToHaveCountAsync(3);
        return (first, second);
    }

    private static async Task TakeAsync(IPage page, string name, int width, int height)
    {
        var picture = await page.ScreenshotAsync(new() { Animations = ScreenshotAnimations.Disabled });
        var file = Path.Combine(Folder, name + ".png");
        if (Environment.GetEnvironmentVariable("UPDATE_DOCS") == "1")
        {
            Directory.CreateDirectory(Folder);
            await File.WriteAllBytesAsync(file, picture);
        }

        SizeOf(picture).ShouldBe((width, height));
        SizeOf(await File.ReadAllBytesAsync(file)).ShouldBe((width, height), $"{name}.png shows another scene: UPDATE_DOCS=1 takes it anew");
    }

    private async Task<Visitor> OpenAsync(BrowserNewContextOptions options)
    {
        options.ReducedMotion = ReducedMotion.Reduce;
        var visitor = await Visitor.OpenAsync(browser.Browser, options);
        await visitor.Page.OpenTryAsync(server.Address);
        return visitor;
    }

    /// <summary>From the header of a PNG: width and height are big-endian at bytes 16 and 20 (PNG specification, 11.2.2).</summary>
    private static (int Width, int Height) SizeOf(ReadOnlySpan<byte> picture) =>
        (System.Buffers.Binary.BinaryPrimitives.ReadInt32BigEndian(picture[16..]), System.Buffers.Binary.BinaryPrimitives.ReadInt32BigEndian(picture[20..]));
}
