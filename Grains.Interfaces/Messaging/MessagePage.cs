namespace Orleans.Realtime.Grains.Interfaces.Messaging;

/// <summary>One page of a log.</summary>
/// <param name="Messages">Ascending by seq.</param>
/// <param name="HasMore">Whether the log holds more in the direction asked for.</param>
/// <param name="FirstSeq">The oldest position the log still holds; <paramref name="LastSeq"/> + 1 when it holds nothing.</param>
/// <param name="LastSeq">The newest position of the log, 0 when nothing was ever written.</param>
/// <param name="Epoch">The log's epoch.</param>
[GenerateSerializer]
[Immutable]
[Alias("realtime.message-page")]
public sealed record MessagePage(
    [property: Id(0)] IReadOnlyList<Message> Messages,
    [property: Id(1)] bool HasMore,
    [property: Id(2)] long FirstSeq,
    [property: Id(3)] long LastSeq,
    [property: Id(4)] string Epoch);
