using System.Collections.Concurrent;
using Microsoft.Playwright;

namespace Orleans.Realtime.Browser.Tests.Support;

/// <summary>Somebody with a browser window of their own. What the page logs as an error, or throws, fails the test when it ends.</summary>
internal sealed class Visitor : IAsyncDisposable
{
    private readonly IBrowserContext _context;
    private readonly ConcurrentQueue<string> _faults = new();

    private Visitor(IBrowserContext context) => _context = context;

    /// <summary>The page.</summary>
    public IPage Page { get; private set; } = null!;

    /// <summary>What of the browser's own error messages belongs to the test, such as connections that were refused while a server was dead.</summary>
    public Func<string, bool> Expected { get; set; } = _ => false;

    /// <summary>Opens a window.</summary>
    public static async Task<Visitor> OpenAsync(IBrowser browser, BrowserNewContextOptions? options = null)
    {
        var visitor = new Visitor(await browser.NewContextAsync(options ?? new() { ViewportSize = new() { Width = 1280, Height = 800 } }));
        visitor._context.SetDefaultTimeout(BrowserFixture.PatienceInMilliseconds);
        visitor.Page = await visitor._context.NewPageAsync();
        visitor.Page.PageError += (_, error) => visitor._faults.Enqueue(error);
        visitor.Page.Console += (_, message) =>
        {
            if (message.Type == "error")
            {
                visitor._faults.Enqueue(message.Text);
            }
        };
        return visitor;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _context.DisposeAsync();
        _faults.Where(fault => !Expected(fault)).ShouldBeEmpty();
    }
}
