using System.Diagnostics;
using System.Globalization;

namespace Orleans.Realtime.OrleansLite.Bench;

/// <summary>How long calls took.</summary>
internal sealed class Latencies
{
    private readonly List<long> _ticks = new(capacity: 1_000_000);

    public void Clear() => _ticks.Clear();

    public async Task TimeAsync(Func<Task> call)
    {
        var begin = Stopwatch.GetTimestamp();
        await call();
        _ticks.Add(Stopwatch.GetTimestamp() - begin);
    }

    /// <summary>In microseconds; a dash if nothing was timed.</summary>
    public string Percentile(double share)
    {
        if (_ticks.Count == 0)
        {
            return "–";
        }

        _ticks.Sort();
        return (_ticks[(int)((_ticks.Count - 1) * share)] * 1e6 / Stopwatch.Frequency).ToString("N1", CultureInfo.InvariantCulture);
    }
}
