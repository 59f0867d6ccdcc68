using System.Net.Http.Json;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Orleans.Realtime.Browser.Tests.Support;
using static Microsoft.Playwright.Assertions;

namespace Orleans.Realtime.Browser.Tests;

/// <summary>An administrator who watches what others do.</summary>
public sealed partial class WatchTests(BrowserFixture browser, ServerFixture server) : IClassFixture<BrowserFixture>, IClassFixture<ServerFixture>
{
    [Fact]
    public async Task Charts_MoveWithWhatHappens()
    {
        await using var visitor = await Visitor.OpenAsync(browser.Browser);
        await using var user = await Visitor.OpenAsync(browser.Browser);
        await visitor.Page.OpenWatchAsync(server.Address);
        await Expect(visitor.Page.GetByTestId("watch-status")).ToContainTextAsync("Live");
        var line = visitor.Page.GetByTestId("chart-publishes").Locator("path.line");

        await user.Page.OpenTryAsync(server.Address);
        var alice = await user.Page.AddUserAsync("watched");
        await alice.OpenAsync("Room", "busy");
        await using (new Chatter(server.Address, "busy"))
        {
            await Expect(visitor.Page.GetByTestId("tile-publishes").Locator(".tile-value")).ToHaveTextAsync(NotZero());
            await Expect(visitor.Page.GetByTestId("tile-deliveries").Locator(".tile-value")).ToHaveTextAsync(NotZero());
            await Expect(visitor.Page.GetByTestId("biggest-rooms")).ToContainTextAsync("busy");
            var before = await line.GetAttributeAsync("d");
            await Expect(line).Not.ToHaveAttributeAsync("d", before!);
        }
    }

    [Fact]
    public async Task Inspector_ShowsARoom_AndClosesAConnection()
    {
        await using var visitor = await Visitor.OpenAsync(browser.Browser);
        await using var user = await Visitor.OpenAsync(browser.Browser);
        await user.Page.OpenTryAsync(server.Address);
        var oscar = await user.Page.AddUserAsync("oscar");
        await oscar.OpenAsync("Room", "inspected");
        await oscar.SayAsync("look");
        await oscar.IsStoredAsync("look");

        await visitor.Page.OpenWatchAsync(server.Address);
        var search = visitor.Page.GetByRole(AriaRole.Search, new() { Name = "Inspect" });
        await search.GetByLabel("What to inspect").SelectOptionAsync("room");
        await search.GetByLabel("Id", new() { Exact = true }).FillAsync("inspected");
        await search.GetByLabel("Id", new() { Exact = true }).PressAsync("Enter");
        var findings = visitor.Page.GetByTestId("findings");
        await Expect(findings).ToContainTextAsync("oscar");
        await findings.GetByRole(AriaRole.Button, new() { NameRegex = CloseConnection() }).ClickAsync();
        await visitor.Page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { NameRegex = new Regex("^Close") }).ClickAsync();

        await Expect(oscar.State).ToHaveTextAsync("Closed");
    }

    /// <summary>A service that says something in a room all the time.</summary>
    private sealed class Chatter : IAsyncDisposable
    {
        private readonly CancellationTokenSource _stopping = new();
        private readonly Task _talking;

        public Chatter(Uri address, string room) => _talking = TalkAsync(new Uri(address, $"/api/v1/rooms/{room}/messages?user_id=backend&role=service"));

        public async ValueTask DisposeAsync()
        {
            await _stopping.CancelAsync();
            await _talking;
            _stopping.Dispose();
        }

        private async Task TalkAsync(Uri uri)
        {
            using var http = new HttpClient();
            using var pace = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
            try
            {
                while (await pace.WaitForNextTickAsync(_stopping.Token))
                {
                    using var answer = await http.PostAsJsonAsync(uri, new { data = "tick" }, _stopping.Token);
                    answer.EnsureSuccessStatusCode();
                }
            }
            catch (OperationCanceledException)
            {
                // Enough was said.
            }
        }
    }

    [GeneratedRegex("[1-9]")]
    private static partial Regex NotZero();

    [GeneratedRegex("^Close connection")]
    private static partial Regex CloseConnection();
}
