using Orleans.Realtime.Grains.Interfaces.Messaging;

namespace Orleans.Realtime.Grains.Interfaces.Gateways;

/// <summary>Something of a conversation that is told to those who are there and kept nowhere.</summary>
/// <param name="Log">The conversation.</param>
/// <param name="Kind">What.</param>
/// <param name="UserId">Who types, has read, came or went.</param>
/// <param name="Targets">Only connections of these users hear it; <see langword="null"/>: all members but <paramref name="UserId"/>.</param>
/// <param name="ExceptSessionId">A connection that does not hear it: the one that caused it.</param>
/// <param name="Seq"><see cref="SignalKind.Read"/>: read up to and including here.</param>
/// <param name="ReadCount"><see cref="SignalKind.Read"/>: members other than its sender who have read the message at <paramref name="Seq"/>.</param>
/// <param name="MemberCount"><see cref="SignalKind.Read"/>: all members.</param>
[GenerateSerializer]
[Immutable]
[Alias("realtime.signal")]
public sealed record Signal(
    [property: Id(0)] LogId Log,
    [property: Id(1)] SignalKind Kind,
    [property: Id(2)] string UserId,
    [property: Id(3)] IReadOnlyList<string>? Targets = null,
    [property: Id(4)] string? ExceptSessionId = null,
    [property: Id(5)] long Seq = 0,
    [property: Id(6)] int ReadCount = 0,
    [property: Id(7)] int MemberCount = 0);
