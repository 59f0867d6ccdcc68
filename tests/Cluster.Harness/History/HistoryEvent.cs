namespace Orleans.Realtime.Cluster.Harness.History;

/// <summary>Something that a client did or saw. <paramref name="At"/> is the time since the history began; it never goes back.</summary>
/// <remarks>A log is named as <c>room/lobby</c> or <c>inbox/u1</c>.</remarks>
public abstract record HistoryEvent(TimeSpan At)
{
    /// <summary>A writer sent a message for the first time. Numbers count one writer's messages to one log, from 1.</summary>
    public sealed record Sent(TimeSpan At, string Log, string Writer, string Id, long Number) : HistoryEvent(At);

    /// <summary>The server answered that the message is in the log.</summary>
    public sealed record Acknowledged(TimeSpan At, string Log, string Id, long Seq, string MessageId) : HistoryEvent(At);

    /// <summary>The server answered with an error; the writer sends the message again. Of a refused message no place among its writer's others is promised.</summary>
    public sealed record Refused(TimeSpan At, string Log, string Id, string Code) : HistoryEvent(At);

    /// <summary>A reader listens: everything behind this position is its to see.</summary>
    public sealed record Began(TimeSpan At, string Reader, string Log, string Epoch, long Seq) : HistoryEvent(At);

    /// <summary>A reader was handed a message. <paramref name="Id"/> is the writer's own, from the content.</summary>
    public sealed record Delivered(TimeSpan At, string Reader, string Log, long Seq, string MessageId, string Id) : HistoryEvent(At);

    /// <summary>A reader was told that something is missing.</summary>
    public sealed record Gap(TimeSpan At, string Reader, string Log, string Epoch, long From, long To) : HistoryEvent(At);

    /// <summary>A message as history holds it at the end.</summary>
    public sealed record Stored(TimeSpan At, string Log, string Epoch, long Seq, string MessageId, string Id) : HistoryEvent(At);

    /// <summary>Something that the contract does not allow, as a client saw it.</summary>
    public sealed record Oddity(TimeSpan At, string Text) : HistoryEvent(At);
}
