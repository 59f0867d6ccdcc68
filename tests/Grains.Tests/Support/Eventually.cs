namespace Orleans.Realtime.Grains.Tests.Support;

/// <summary>Waiting for what takes its time.</summary>
internal static class Eventually
{
    /// <summary>Calls until the answer is as expected. A call that fails for a while, as one to a lost silo does, is made again.</summary>
    public static async Task<T> IsAsync<T>(Func<Task<T>> call, Func<T, bool> expected)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60), TimeProvider.System);
        while (true)
        {
            try
            {
                var answer = await call();
                if (expected(answer) || limit.IsCancellationRequested)
                {
                    return answer;
                }
            }
            catch (Exception) when (!limit.IsCancellationRequested)
            {
                // Made again.
            }

            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System);
        }
    }
}
