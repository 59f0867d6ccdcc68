namespace Orleans.Realtime.Gateway.Web.Endpoints.Contracts;

/// <summary>Sums over the cluster, of the same reports as the rows.</summary>
/// <param name="Gateways">Gateways whose lease is alive.</param>
/// <param name="Silos">Silos that are active.</param>
/// <param name="Connections">WebSockets that are open.</param>
/// <param name="Sessions">Sessions that grains hold: connected, or waiting for their client.</param>
/// <param name="Users">Users whose grain is active: connected, or used a short while ago.</param>
/// <param name="Rooms">Rooms whose grain is active: with an audience, or used a short while ago.</param>
/// <param name="Conversations">Groups and private conversations whose grain is active.</param>
/// <param name="QueuedFrames">Frames that wait for clients.</param>
/// <param name="QueuedBytes">Their bytes, before compression.</param>
internal sealed record ClusterTotals(
    int Gateways,
    int Silos,
    long Connections,
    long Sessions,
    long Users,
    long Rooms,
    long Conversations,
    long QueuedFrames,
    long QueuedBytes);
