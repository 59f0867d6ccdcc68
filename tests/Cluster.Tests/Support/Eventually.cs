using System.Diagnostics;

namespace Orleans.Realtime.Cluster.Tests.Support;

/// <summary>Waits for what another process does in its own time. Fails after the clients' patience.</summary>
internal static class Eventually
{
    public static async Task HoldsAsync(Func<Task<bool>> condition)
    {
        var clock = Stopwatch.StartNew();
        using var tick = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (!await condition())
        {
            clock.Elapsed.ShouldBeLessThan(TestClient.Patience, "the condition did not come true");
            await tick.WaitForNextTickAsync();
        }
    }
}
