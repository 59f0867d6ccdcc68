using Orleans.Realtime.Grains.Interfaces.Messaging;

namespace Orleans.Realtime.Grains.Interfaces.Gateways;

/// <summary>
/// A gateway asks for a log's messages for its local audience. Sent when the first local connection needs the log, and again
/// (with the position that the gateway holds) when the owner may have forgotten it.
/// </summary>
/// <param name="Route">Where to deliver.</param>
/// <param name="From">
/// The position that the gateway holds: delivery goes on behind it. <see langword="null"/>: from now on. An epoch other than the log's:
/// everything the log holds, and a gap before it. A seq beyond the log's last counts as the last. No epoch counts as the log's own.
/// </param>
/// <param name="Audience">All local connections: replaces what the owner knew of this gateway.</param>
[GenerateSerializer]
[Immutable]
[Alias("realtime.attach-request")]
public sealed record AttachRequest(
    [property: Id(0)] GatewayRoute Route,
    [property: Id(1)] LogPosition? From,
    [property: Id(2)] IReadOnlyList<Subscriber> Audience);
