using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;

namespace Orleans.Realtime.Failure.Tests.Support;

/// <summary>
/// What this machine withholds from every process, which is not the product's stall: how late it runs what is due, how many others want its cores, and how
/// much slower these are than the cores that the limits were set on. Near nothing on a machine that has nothing else to do.
/// </summary>
internal sealed class MachineLag : IAsyncDisposable
{
    /// <summary>A message passes through so many processes, each of which may be kept waiting.</summary>
    private const int ProcessesOnTheWay = 5;

    /// <summary>So many steps take 1 ms on a core of 3 GHz.</summary>
    private const int StepsOfAMillisecond = 500_000;

    /// <summary>What is compared is the worst second, not the worst moment.</summary>
    private const int BeatsOfASecond = 50;

    private static readonly TimeSpan Beat = TimeSpan.FromMilliseconds(20);

    private readonly CancellationTokenSource _stopping = new();
    private readonly Task _running;
    private long _longest;
    private double _slowness = 1;

    public MachineLag() => _running = Task.Run(RunAsync);

    /// <summary>How many times longer work took here in the worst second than on a quiet machine; 1 at least.</summary>
    public double Slowness => Volatile.Read(ref _slowness);

    /// <summary>A limit of a quiet machine, as it is on this one.</summary>
    public TimeSpan Stretch(TimeSpan limit) => (limit * Slowness) + (TimeSpan.FromTicks(Volatile.Read(ref _longest)) * ProcessesOnTheWay);

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stopping.Dispose();
    }

    /// <summary>How many threads of the whole machine want a core now, for each that there is.</summary>
    private static double WantedShare()
    {
        // 0.61 0.70 0.58 3/512 4711: the fourth is the threads that run or could run, and all there are.
        var runnable = File.ReadAllText("/proc/loadavg").Split(' ')[3].Split('/')[0];
        return double.Parse(runnable, CultureInfo.InvariantCulture) / Environment.ProcessorCount;
    }

    /// <summary>Milliseconds that the work of one took.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static double Work()
    {
        var began = Stopwatch.GetTimestamp();
        var state = (ulong)began | 1;
        for (var i = 0; i < StepsOfAMillisecond; i++)
        {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
        }

        return state == 0 ? 0 : Stopwatch.GetElapsedTime(began).TotalMilliseconds;
    }

    private async Task RunAsync()
    {
        while (true)
        {
            var (wanted, slow) = (0.0, Work());
            for (var beat = 0; beat < BeatsOfASecond; beat++)
            {
                var began = Stopwatch.GetTimestamp();
                await Task.Delay(Beat, _stopping.Token);
                var late = Stopwatch.GetElapsedTime(began) - Beat;
                Volatile.Write(ref _longest, Math.Max(_longest, late.Ticks));
                wanted += WantedShare() / BeatsOfASecond;
            }

            Volatile.Write(ref _slowness, Math.Max(_slowness, Math.Max(1, wanted) * Math.Max(1, slow)));
        }
    }
}
