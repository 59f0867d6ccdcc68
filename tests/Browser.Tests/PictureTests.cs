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
    [InlineData("try", ColorScheme.Light, 1280, 800)]
    [InlineData("try-dark", ColorScheme.Dark, 1280, 800)]
    public async Task TryIt(string name, ColorScheme scheme, int width, int height)
    {
        await using var visitor = await OpenAsync(scheme, width, height);
        var (alice, bob) = await TalkAsync(visitor.Page, name);
        await alice.Root.GetByRole(AriaRole.Button, new() { Name = "Members" }).ClickAsync();
        await Expect(alice.Root.GetByTestId("members")).ToContainTextAsync("offline");
        await Expect(alice.Message("today").GetByTestId("receipt")).ToContainTextAsync("Read 1/");
        await Expect(bob.Messages).ToHaveCountAsync(3);

        await TakeAsync(visitor.Page, name, width, height);
    }

    [Fact]
    public async Task Phone()
    {
        await using var visitor = await OpenAsync(ColorScheme.Light, 390, 844);
        await TalkAsync(visitor.Page, "phone");

        await TakeAsync(visitor.Page, "phone", 390, 844);
    }

    [Fact]
    public async Task WatchIt()
    {
        await using var visitor = await OpenAsync(ColorScheme.Light, 1280, 1000);
        await TalkAsync(visitor.Page, "watch");
        await visitor.Page.GetByRole(AriaRole.Link, new() { Name = "Watch it" }).ClickAsync();
        await Expect(visitor.Page.GetByTestId("watch-status")).ToContainTextAsync("Live");
        await Expect(visitor.Page.GetByTestId("tile-connections").Locator(".tile-value")).Not.ToHaveTextAsync("0");
        await Expect(visitor.Page.GetByTestId("biggest-groups")).ToContainTextAsync("launch-watch");

        await TakeAsync(visitor.Page, "watch", 1280, 1000);
    }

    private static async Task<(UserColumn Alice, UserColumn Bob)> TalkAsync(IPage page, string scene)
    {
        var (alice, bob) = (await page.AddUserAsync($"alice-{scene}"), await page.AddUserAsync($"bob-{scene}"));
        await alice.CreateGroupAsync($"launch-{scene}", $"bob-{scene}, carol-{scene}");
        await alice.SayAsync($"Do we ship today, @bob-{scene}?");
        await bob.Entry($"launch-{scene}").ClickAsync();
        await bob.SayAsync("Yes. Every message once and in order.");
        await alice.SayAsync("Then let us pull a plug and look.");
        await Expect(bob.Messages).ToHaveCountAsync(3);
        await Expect(alice.Messages).ToHaveCountAsync(3);
        return (alice, bob);
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

    private async Task<Visitor> OpenAsync(ColorScheme scheme, int width, int height)
    {
        var visitor = await Visitor.OpenAsync(
            browser.Browser, new() { ColorScheme = scheme, ReducedMotion = ReducedMotion.Reduce, ViewportSize = new() { Width = width, Height = height } });
        await visitor.Page.OpenTryAsync(server.Address);
        return visitor;
    }

    /// <summary>From the header of a PNG: width and height are big-endian at bytes 16 and 20 (PNG specification, 11.2.2).</summary>
    private static (int Width, int Height) SizeOf(ReadOnlySpan<byte> picture) =>
        (System.Buffers.Binary.BinaryPrimitives.ReadInt32BigEndian(picture[16..]), System.Buffers.Binary.BinaryPrimitives.ReadInt32BigEndian(picture[20..]));
}
