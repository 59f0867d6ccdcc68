namespace Orleans.Realtime.TaskQueue;

/// <summary>What the worker does. Section <c>Tasks</c>.</summary>
internal sealed class TaskQueueOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Tasks";

    /// <summary>The stream with the tasks, <c>{"task":"…"}</c> each. Results go to <c>NAME-done</c>, tasks that cannot be done to <c>NAME-failed</c>. Default <c>tasks</c>.</summary>
    public string Stream { get; set; } = "tasks";

    /// <summary>The work of one task: this worker only waits. Default 100 ms, range 0 to 1 hour.</summary>
    public TimeSpan Work { get; set; } = TimeSpan.FromMilliseconds(100);

    /// <summary>Tasks that the worker has in hand: one that it works on, and those next to it. Default 4, range 1 to 100.</summary>
    public int InHand { get; set; } = 4;

    /// <summary>When tasks of a worker that died are taken over. Longer than the work of all that it has in hand. Default 5 s, range 1 s to 1 day.</summary>
    public TimeSpan TakeOverAfter { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How often a task is tried before it goes to the failed ones. Default 3, range 1 to 100.</summary>
    public int MaxAttempts { get; set; } = 3;
}
