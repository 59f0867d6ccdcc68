namespace Orleans.Realtime.Client.Streams;

/// <summary>Which entries of a stream.</summary>
public sealed record StreamRangeOptions : SendOptions
{
    /// <summary>The lower bound, included; <c>(</c> before it leaves it out. Default <c>-</c>, the beginning.</summary>
    public string? Start { get; init; }

    /// <summary>The upper bound, included; <c>(</c> before it leaves it out. Default <c>+</c>, the end.</summary>
    public string? End { get; init; }

    /// <summary>Entries of an answer: 1 to 1,000. Default 100.</summary>
    public int? Count { get; init; }

    /// <summary>From the highest id down. Default false.</summary>
    public bool Reverse { get; init; }
}
