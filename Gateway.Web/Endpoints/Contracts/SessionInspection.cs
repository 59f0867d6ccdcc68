using System.Text.Json.Serialization;

namespace Orleans.Realtime.Gateway.Web.Endpoints.Contracts;

/// <summary>A session, from its owner, the user's owner and, while it is connected, its gateway.</summary>
/// <param name="SessionId">The session.</param>
/// <param name="UserId">Whose.</param>
/// <param name="Connected">Whether a socket holds it.</param>
/// <param name="ExpiresAt">While it waits for its client: when it ends.</param>
/// <param name="InstanceId">The gateway that has its socket.</param>
/// <param name="ConnectedAt">When the socket was accepted.</param>
/// <param name="Remote">The peer's address as the gateway saw it.</param>
/// <param name="QueuedFrames">Frames that wait for it; absent when its gateway did not say.</param>
/// <param name="QueuedBytes">Their bytes, before compression.</param>
/// <param name="InboxSeq">The confirmed position of the inbox; absent before the first.</param>
/// <param name="SubscriptionCount">Rooms, groups and private conversations that it listens to.</param>
/// <param name="Subscriptions">The first of them, at most 1,000.</param>
internal sealed record SessionInspection(
    string SessionId,
    string UserId,
    bool Connected,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? ExpiresAt,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? InstanceId,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? ConnectedAt,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Remote,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int? QueuedFrames,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] long? QueuedBytes,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] long? InboxSeq,
    int SubscriptionCount,
    IReadOnlyList<SessionSubscription> Subscriptions);
