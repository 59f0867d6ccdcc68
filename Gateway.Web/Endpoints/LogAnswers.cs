using Orleans.Realtime.Gateway.Web.Endpoints.Contracts;
using Orleans.Realtime.Grains.Interfaces.Conversations;
using Orleans.Realtime.Grains.Interfaces.Diagnostics;

namespace Orleans.Realtime.Gateway.Web.Endpoints;

/// <summary>Puts what owners of logs say of them into the API's words.</summary>
internal static class LogAnswers
{
    /// <summary>A log and its receivers.</summary>
    public static LogState Describe(LogDescription log, bool knowsConnections) => new(
        log.LastSeq,
        log.FirstSeq,
        Math.Max(0, log.LastSeq - log.FirstSeq + 1),
        log.Epoch,
        Array.ConvertAll(log.Gateways, gateway => Describe(gateway, log.LastSeq, knowsConnections)),
        Array.ConvertAll(log.Services, service => Describe(service, log.LastSeq, knowsConnections: false)));

    /// <summary>A member of a group whose log ends at <paramref name="lastSeq"/>.</summary>
    public static MemberInspection Describe(ConversationMember member, long lastSeq) => new(
        member.UserId,
        member.Online ? "online" : "offline",
        member.IsOwner ? "owner" : "member",
        member.JoinedSeq,
        member.ReadSeq,
        Math.Max(0, lastSeq - member.ReadSeq));

    private static ReceiverState Describe(LogReceiver receiver, long lastSeq, bool knowsConnections) =>
        new(receiver.Name, knowsConnections ? receiver.Connections : null, receiver.DeliveredSeq, Math.Max(0, lastSeq - receiver.DeliveredSeq));
}
