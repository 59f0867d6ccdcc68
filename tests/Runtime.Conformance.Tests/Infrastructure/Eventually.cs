using System.Diagnostics;

namespace Orleans.Realtime.Runtime.Conformance.Tests.Infrastructure;

/// <summary>Repeats until something holds: for what the runtime does in its own time.</summary>
public static class Eventually
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public static async Task HoldsAsync(Func<Task<bool>> condition)
    {
        var watch = Stopwatch.StartNew();
        while (!await condition())
        {
            watch.Elapsed.ShouldBeLessThan(Patience);
            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System);
        }
    }

    /// <summary>Calls until it does not fail for want of a silo.</summary>
    public static async Task<T> AnswersAsync<T>(Func<Task<T>> call)
    {
        T result = default!;
        await HoldsAsync(async () =>
        {
            try
            {
                result = await call();
                return true;
            }
            catch (Exception error) when (error is Orleans.Runtime.OrleansException or TimeoutException)
            {
                return false;
            }
        });
        return result;
    }
}
