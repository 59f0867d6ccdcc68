namespace Orleans.Realtime.Gateway.Web.Endpoints.Contracts;

/// <summary>What a session listens to.</summary>
/// <param name="Kind"><c>room</c>, <c>group</c> or <c>private</c>.</param>
/// <param name="Id">The room, the group, or the other user.</param>
/// <param name="ConfirmedSeq">Confirmed up to here, as of the session's last update.</param>
internal sealed record SessionSubscription(
    string Kind,
    string Id,
    long ConfirmedSeq);
