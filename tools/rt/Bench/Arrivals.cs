namespace Orleans.Realtime.Cli.Bench;

/// <summary>What one receiver got, against what it must get: every message of every publisher once, in that publisher's order.</summary>
internal sealed class Arrivals
{
    private readonly Dictionary<int, long> _last = [];

    /// <summary>Messages that came in their place.</summary>
    public long InOrder { get; private set; }

    /// <summary>Messages that came again, or behind a later one.</summary>
    public long Late { get; private set; }

    /// <summary>Messages that were passed over.</summary>
    public long Skipped { get; private set; }

    /// <summary>Takes one; called by one thread at a time.</summary>
    public void Take(Stamp stamp)
    {
        var expected = _last.GetValueOrDefault(stamp.Publisher) + 1;
        if (stamp.Number < expected)
        {
            Late++;
            return;
        }

        Skipped += stamp.Number - expected;
        InOrder++;
        _last[stamp.Publisher] = stamp.Number;
    }

    /// <summary>What is missing of what was sent: passed over, or not come yet.</summary>
    /// <param name="sent">How many each publisher sent to this receiver.</param>
    public long Missing(IReadOnlyDictionary<int, long> sent) =>
        Skipped + sent.Sum(publisher => Math.Max(0, publisher.Value - _last.GetValueOrDefault(publisher.Key)));
}
