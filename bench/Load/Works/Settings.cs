using Orleans.Realtime.Load.Servers;

namespace Orleans.Realtime.Load.Works;

/// <summary>How long and how often.</summary>
/// <param name="Duration">How long each run measures.</param>
/// <param name="WarmUp">How long it runs before, under the same load.</param>
/// <param name="Rounds">How often each work runs against each server.</param>
/// <param name="Quick">Whether works that open or send very much do less of it.</param>
internal sealed record Settings(TimeSpan Duration, TimeSpan WarmUp, int Rounds, bool Quick)
{
    /// <summary>Samples the server's stacks while it measures; null for no such thing.</summary>
    public Profiler? Profiler { get; init; }

    /// <summary>This many, or fewer when it shall be quick.</summary>
    public int Scale(int count, int quick) => Quick ? quick : count;
}
