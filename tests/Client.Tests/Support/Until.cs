using System.Diagnostics;

namespace Orleans.Realtime.Client.Tests.Support;

/// <summary>Waits for what other threads do in their own time.</summary>
internal static class Until
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public static async Task TrueAsync(Func<bool> condition, Func<string>? what = null)
    {
        var clock = Stopwatch.StartNew();
        while (!condition())
        {
            if (clock.Elapsed > Patience)
            {
                throw new TimeoutException(what?.Invoke() ?? "The condition did not come true.");
            }

            await Task.Delay(1);
        }
    }
}
