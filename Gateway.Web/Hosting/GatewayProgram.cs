using Microsoft.Extensions.Options;

namespace Orleans.Realtime.Gateway.Web.Hosting;

/// <summary>Runs a web application from start to end, as the programs that host a gateway do.</summary>
public static class GatewayProgram
{
    /// <summary>
    /// Builds the application, starts it, says so, and waits for its end. What an operator can mend is told in one message on
    /// standard error.
    /// </summary>
    /// <param name="build">Builds the application.</param>
    /// <param name="announce">What to print once it serves its addresses.</param>
    /// <returns>The exit code: 0 after an orderly end, 1 when it could not start.</returns>
    public static async Task<int> RunAsync(Func<WebApplication> build, Func<WebApplication, string> announce)
    {
        ArgumentNullException.ThrowIfNull(build);
        ArgumentNullException.ThrowIfNull(announce);
        WebApplication? app = null;
        try
        {
            app = build();
            // The host would do it too, but log each fault with its stack first.
            app.Services.GetService<IStartupValidator>()?.Validate();
            await app.StartAsync();
        }
        catch (Exception exception) when (StartFault.Explain(exception) is { } words)
        {
            await Console.Error.WriteLineAsync("Cannot start. " + words);
            if (app is not null)
            {
                await app.DisposeAsync();
            }

            return 1;
        }

        app.Services.GetRequiredService<StartState>().Started = true;
        await Console.Out.WriteLineAsync(announce(app));
        await app.WaitForShutdownAsync();
        await app.DisposeAsync();
        return 0;
    }
}
