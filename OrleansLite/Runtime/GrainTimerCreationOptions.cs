using System.Diagnostics.CodeAnalysis;

namespace Orleans.Runtime;

/// <summary>How a grain timer behaves.</summary>
public readonly struct GrainTimerCreationOptions()
{
    /// <summary>A timer with due time and period.</summary>
    [SetsRequiredMembers]
    public GrainTimerCreationOptions(TimeSpan dueTime, TimeSpan period)
        : this()
    {
        DueTime = dueTime;
        Period = period;
    }

    /// <summary>Time to the first tick.</summary>
    public required TimeSpan DueTime { get; init; }

    /// <summary>Time from the end of a tick to the next one.</summary>
    public required TimeSpan Period { get; init; }

    /// <summary>Whether ticks may interleave with requests. False by default.</summary>
    public bool Interleave { get; init; }

    /// <summary>Whether ticks keep the activation from idle collection. False by default.</summary>
    public bool KeepAlive { get; init; }
}
