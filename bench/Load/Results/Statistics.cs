namespace Orleans.Realtime.Load.Results;

/// <summary>Many runs in few numbers.</summary>
internal static class Statistics
{
    /// <summary>The middle one; of an even count the mean of the two in the middle.</summary>
    /// <exception cref="ArgumentException">There are none.</exception>
    public static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return sorted.Length switch
        {
            0 => throw new ArgumentException("There is no median of nothing.", nameof(values)),
            var count when count % 2 == 1 => sorted[count / 2],
            var count => (sorted[(count / 2) - 1] + sorted[count / 2]) / 2,
        };
    }

    /// <summary>Median, lowest and highest of a figure; null where no run has it.</summary>
    public static (double Median, double Low, double High)? Summary(IEnumerable<Run> runs, string key)
    {
        var values = runs.Where(run => run.Values.ContainsKey(key)).Select(run => run.Values[key]).ToArray();
        return values.Length == 0 ? null : (Median(values), values.Min(), values.Max());
    }

    /// <summary>How many times another server's figure: the median over the rounds in which both have one; null where there is no such round.</summary>
    public static double? Ratio(IEnumerable<Run> runs, IEnumerable<Run> others, string key)
    {
        var ratios = (from run in runs
                      join other in others on run.Round equals other.Round
                      where run.Values.ContainsKey(key) && other.Values.TryGetValue(key, out var value) && value > 0
                      select run.Values[key] / other.Values[key]).ToArray();
        return ratios.Length == 0 ? null : Median(ratios);
    }
}
