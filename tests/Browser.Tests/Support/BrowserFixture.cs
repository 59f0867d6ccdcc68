using Microsoft.Playwright;

namespace Orleans.Realtime.Browser.Tests.Support;

/// <summary>One headless Chromium for the tests of a class; each test opens contexts of its own, which share nothing.</summary>
public sealed class BrowserFixture : IAsyncLifetime
{
    private static readonly string[] Names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

    private IPlaywright? _playwright;
    private IBrowser? _browser;

    /// <summary>How long a browser may take to show something, also on a machine that is busy with other things.</summary>
    internal const float PatienceInMilliseconds = 30_000;

    /// <summary>The browser.</summary>
    public IBrowser Browser => _browser ?? throw new InvalidOperationException("The browser was not started.");

    /// <inheritdoc/>
    public async Task InitializeAsync()
    {
        _playwright = await Playwright.CreateAsync();
        // Root may not use Chromium's sandbox, and /dev/shm is small in containers.
        _browser = await _playwright.Chromium.LaunchAsync(new() { ExecutablePath = Find(), Args = ["--no-sandbox", "--disable-dev-shm-usage"] });
        Assertions.SetDefaultExpectTimeout(PatienceInMilliseconds);
    }

    /// <inheritdoc/>
    public async Task DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.DisposeAsync();
        }

        _playwright?.Dispose();
    }

    private static string Find()
    {
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? string.Empty).Split(Path.PathSeparator);
        return Names.SelectMany(name => folders.Select(folder => Path.Combine(folder, name))).FirstOrDefault(File.Exists)
            ?? throw new InvalidOperationException($"These tests need a browser on the PATH: one of {string.Join(", ", Names)}.");
    }
}
