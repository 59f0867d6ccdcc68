using Orleans.Realtime.Grains.Interfaces.Messaging;

namespace Orleans.Realtime.Grains.Delivery;

/// <summary>Consecutive messages of a log.</summary>
/// <param name="AfterSeq">The position before the first of them: larger than what was asked for when retention removed what lies between.</param>
/// <param name="Messages">The messages; empty when nothing is left after <paramref name="AfterSeq"/>.</param>
internal readonly record struct DeliveryChunk(long AfterSeq, IReadOnlyList<Message> Messages);
