using Orleans.Realtime.Browser.Tests.Support;
using static Microsoft.Playwright.Assertions;

namespace Orleans.Realtime.Browser.Tests;

/// <summary>The console on a phone: narrow, and touched.</summary>
public sealed class PhoneTests(BrowserFixture browser, ServerFixture server) : IClassFixture<BrowserFixture>, IClassFixture<ServerFixture>
{
    [Theory]
    [InlineData(360)]
    [InlineData(390)]
    public async Task TwoUsers_ChatOnOnePhone_AndNothingIsWiderThanIt(int width)
    {
        await using var visitor = await Visitor.OpenAsync(
            browser.Browser, new() { ViewportSize = new() { Width = width, Height = 800 }, HasTouch = true, IsMobile = true });
        await visitor.Page.OpenTryAsync(server.Address);
        var (alice, bob) = (await visitor.Page.AddUserAsync($"alice-{width}"), await visitor.Page.AddUserAsync($"bob-{width}"));
        await alice.OpenAsync("Room", $"phone-{width}");
        await bob.OpenAsync("Room", $"phone-{width}");

        await visitor.Page.GetByRole(Microsoft.Playwright.AriaRole.Button, new() { Name = $"alice-{width}, connected" }).TapAsync();
        await Expect(alice.Root).ToBeInViewportAsync(new() { Ratio = 0.9f });
        await Expect(bob.Root).Not.ToBeInViewportAsync();
        await alice.SayAsync("from a phone");

        await visitor.Page.GetByRole(Microsoft.Playwright.AriaRole.Button, new() { Name = $"bob-{width}, connected" }).TapAsync();
        await Expect(bob.Message("from a phone")).ToBeInViewportAsync();
        (await visitor.Page.EvaluateAsync<int>("document.documentElement.scrollWidth")).ShouldBeLessThanOrEqualTo(width);
    }
}
