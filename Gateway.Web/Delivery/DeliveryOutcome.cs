using Orleans.Realtime.Grains.Interfaces.Gateways;

namespace Orleans.Realtime.Gateway.Web.Delivery;

/// <summary>What became of a batch.</summary>
/// <param name="Ack">The answer for the owner.</param>
/// <param name="Accepted">Messages that were new.</param>
/// <param name="Enqueued">Frames that connections took.</param>
/// <param name="Dropped">Frames that connections did not take: they were closed, or are now.</param>
/// <param name="Gap">Whether the audience was told of a gap.</param>
internal readonly record struct DeliveryOutcome(DeliveryAck Ack, int Accepted, int Enqueued, int Dropped, bool Gap);
