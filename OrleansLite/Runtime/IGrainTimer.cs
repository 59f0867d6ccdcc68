namespace Orleans.Runtime;

/// <summary>A timer of an activation.</summary>
public interface IGrainTimer : IDisposable
{
    /// <summary>Sets when it ticks next and how often then.</summary>
    void Change(TimeSpan dueTime, TimeSpan period);
}
