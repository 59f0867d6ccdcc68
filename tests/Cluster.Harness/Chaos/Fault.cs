using System.Globalization;
using Orleans.Realtime.Cluster.Harness.Processes;

namespace Orleans.Realtime.Cluster.Harness.Chaos;

/// <summary>One fault.</summary>
/// <param name="Kind">What happens.</param>
/// <param name="Role">To which kind of process.</param>
/// <param name="Index">To which of them, from 0.</param>
/// <param name="Delay">How long after the step's begin.</param>
/// <param name="Hold">How long the process stays away, or stands still.</param>
/// <param name="InBurst">Whether all writers are made to send a burst right before.</param>
public sealed record Fault(FaultKind Kind, NodeRole Role, int Index, TimeSpan Delay, TimeSpan Hold, bool InBurst)
{
    /// <inheritdoc/>
    public override string ToString()
    {
        var victim = Role == NodeRole.Redis ? "redis" : string.Create(CultureInfo.InvariantCulture, $"{(Role == NodeRole.Silo ? "silo" : "gw")}-{Index + 1}");
        var text = Kind switch
        {
            FaultKind.Kill => $"kill -9 {victim}, started again after",
            FaultKind.Terminate => $"SIGTERM {victim}, started again after",
            FaultKind.Pause => $"SIGSTOP {victim} for",
            _ => $"FLUSHALL {victim}, quiet for",
        };
        return string.Create(CultureInfo.InvariantCulture, $"{text} {Hold.TotalSeconds:F1} s{(InBurst ? ", in a burst" : string.Empty)}");
    }
}
