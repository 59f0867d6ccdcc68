namespace Orleans.Realtime.LiveStatistics;

/// <summary>What is counted, and who sees it. Section <c>Statistics</c>.</summary>
internal sealed class StatisticsOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Statistics";

    /// <summary>The stream with the events, <c>{"key":"…"}</c> each. Default <c>page-views</c>.</summary>
    public string Stream { get; set; } = "page-views";

    /// <summary>The room that gets the counts. 1 to 128 characters; default <c>statistics</c>.</summary>
    public string RoomId { get; set; } = "statistics";

    /// <summary>Time between two messages to the room. Default 1 s, range 100 ms to 1 minute.</summary>
    public TimeSpan Interval { get; set; } = TimeSpan.FromSeconds(1);
}
