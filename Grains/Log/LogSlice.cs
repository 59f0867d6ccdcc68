using Orleans.Realtime.Grains.Interfaces.Messaging;

namespace Orleans.Realtime.Grains.Log;

/// <summary>What a read found, and the log's head at the same moment.</summary>
/// <param name="Head">The head; <see cref="LogHead.None"/> when the log does not exist.</param>
/// <param name="Messages">Ascending by seq, without a hole.</param>
internal readonly record struct LogSlice(LogHead Head, IReadOnlyList<Message> Messages);
