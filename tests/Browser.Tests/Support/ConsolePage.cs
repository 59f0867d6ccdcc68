using Microsoft.Playwright;

namespace Orleans.Realtime.Browser.Tests.Support;

/// <summary>The console, found as people find things: by what is written on them.</summary>
internal static class ConsolePage
{
    /// <summary>Opens the half of the console where one plays users.</summary>
    public static Task OpenTryAsync(this IPage page, Uri address) => page.GotoAsync(new Uri(address, "/#/try").AbsoluteUri);

    /// <summary>Opens the half where one watches the cluster.</summary>
    public static Task OpenWatchAsync(this IPage page, Uri address) => page.GotoAsync(new Uri(address, "/#/watch").AbsoluteUri);

    /// <summary>Adds a user, and waits until it is connected.</summary>
    public static async Task<UserColumn> AddUserAsync(this IPage page, string userId)
    {
        await page.GetByLabel("Name of a user").FillAsync(userId);
        await page.GetByRole(AriaRole.Button, new() { Name = "Add a user" }).ClickAsync();
        var column = new UserColumn(page, userId);
        await column.IsConnectedAsync();
        return column;
    }
}
