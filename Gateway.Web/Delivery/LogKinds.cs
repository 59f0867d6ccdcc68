using Orleans.Realtime.Grains.Interfaces.Messaging;

namespace Orleans.Realtime.Gateway.Web.Delivery;

/// <summary>What a gateway does differently for different logs.</summary>
internal static class LogKinds
{
    /// <summary>Whether it is a group or a private conversation: its owner knows gateways, not connections.</summary>
    public static bool IsConversation(this LogId log) => log.Kind is LogKind.Group or LogKind.Private;
}
