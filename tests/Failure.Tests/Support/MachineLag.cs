using System.Diagnostics;

namespace Orleans.Realtime.Failure.Tests.Support;

/// <summary>
/// How late this machine runs what is due: what it withholds from every process is not the product's stall. Near zero on a machine that has nothing else to do.
/// </summary>
internal sealed class MachineLag : IAsyncDisposable
{
    /// <summary>A message passes through so many processes, each of which may be kept waiting.</summary>
    private const int ProcessesOnTheWay = 5;
    private static readonly TimeSpan Beat = TimeSpan.FromMilliseconds(20);

    private readonly CancellationTokenSource _stopping = new();
    private readonly Task _running;
    private long _longest;

    public MachineLag() => _running = Task.Run(RunAsync);

    /// <summary>What a stall may be longer for it.</summary>
    public TimeSpan Allowance => TimeSpan.FromTicks(Volatile.Read(ref _longest)) * ProcessesOnTheWay;

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stopping.Dispose();
    }

    private async Task RunAsync()
    {
        while (true)
        {
            var began = Stopwatch.GetTimestamp();
            await Task.Delay(Beat, _stopping.Token);
            var late = Stopwatch.GetElapsedTime(began) - Beat;
            Volatile.Write(ref _longest, Math.Max(_longest, late.Ticks));
        }
    }
}
