using Orleans.Realtime.Grains.Interfaces;
using Orleans.Realtime.Grains.Interfaces.Streams;

namespace Orleans.Realtime.Grains.Streams;

/// <summary>What stores of streams refuse, in the same words whichever it is.</summary>
internal static class StreamRefusals
{
    /// <summary>The receipt of a publish whose ids do not fit.</summary>
    public static StreamReceipt Conflict { get; } = new(
        [], Error: RealtimeErrorCode.Conflict, ErrorMessage: "An id of the publisher's own must be greater than the last id of the stream.");

    public static RealtimeException NoStream() => new(RealtimeErrorCode.NotFound, "The stream does not exist.");

    public static RealtimeException NoGroup(string group) => new(RealtimeErrorCode.NotFound, $"The stream has no group '{group}'.");

    public static RealtimeException GroupExists(string group) => new(RealtimeErrorCode.Conflict, $"The stream has a group '{group}' already.");
}
