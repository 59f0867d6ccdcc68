using Microsoft.Extensions.Options;
using Orleans.Realtime.Gateway.Web.Auth;
using Orleans.Realtime.Gateway.Web.Delivery;
using Orleans.Realtime.Gateway.Web.Protocol;
using Orleans.Realtime.Gateway.Web.Publishing;
using Orleans.Realtime.Gateway.Web.RateLimits;
using Orleans.Realtime.Gateway.Web.Sockets;
using Orleans.Realtime.Gateway.Web.Streams;

namespace Orleans.Realtime.Gateway.Web.Sessions;

/// <summary>What all sessions of the process share.</summary>
internal sealed record SessionServices(
    IGrainFactory Grains,
    SessionRegistry Registry,
    AudienceRegistry Audiences,
    AudienceLinks Links,
    Replayer Replayer,
    GatewayLanes Lanes,
    IMessagePublisher Publisher,
    IBroadcaster Broadcaster,
    IAuthenticator Authenticator,
    ClientFrameParser Parser,
    GatewayRateLimits RateLimits,
    InboxConfirmations Confirmations,
    ResumeWaits ResumeWaits,
    StreamServices Streams,
    GatewayStatistics Statistics,
    TimeProvider Time,
    IOptions<SessionOptions> SessionSettings,
    IOptions<MessagingOptions> MessagingSettings,
    IOptions<SocketOptions> SocketSettings,
    IOptions<PublishingOptions> PublishingSettings,
    IOptions<DeliveryOptions> DeliverySettings,
    ILogger<Session> Logger)
{
    /// <summary>The validated options; they do not change while the process runs.</summary>
    public SessionOptions Options { get; } = SessionSettings.Value;

    /// <summary>Queued frames up to which a replay goes on: half of the outbound queue.</summary>
    public int ReplayFrames { get; } = Math.Max(1, SocketSettings.Value.SendQueueFrames / 2);

    /// <summary>Queued bytes up to which a replay goes on.</summary>
    public long ReplayBytes { get; } = SocketSettings.Value.SendQueueBytes / 2;
}
