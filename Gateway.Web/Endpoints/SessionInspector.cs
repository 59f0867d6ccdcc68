using Orleans.Realtime.Gateway.Web.Delivery;
using Orleans.Realtime.Gateway.Web.Endpoints.Contracts;
using Orleans.Realtime.Gateway.Web.Protocol;
using Orleans.Realtime.Grains.Interfaces.Connections;
using Orleans.Realtime.Grains.Interfaces.Gateways;
using Orleans.Realtime.Grains.Interfaces.Messaging;
using Orleans.Realtime.Grains.Interfaces.Users;

namespace Orleans.Realtime.Gateway.Web.Endpoints;

/// <summary>Looks into a session: its grain knows most, its user's grain where it is, and that gateway what waits for it.</summary>
internal sealed class SessionInspector(IGrainFactory grains, LiveGateways gateways, TimeProvider time)
{
    private static readonly TimeSpan LeaseAge = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    /// <summary>The session; <see langword="null"/> when there is none.</summary>
    public async Task<SessionInspection?> InspectAsync(string sessionId, CancellationToken cancellationToken)
    {
        if (await grains.GetGrain<IConnectionGrain>(sessionId).DescribeAsync().WaitAsync(cancellationToken) is not { } session)
        {
            return null;
        }

        UserConnection? connection = null;
        if (session.Connected)
        {
            var connections = await grains.GetGrain<IUserGrain>(session.UserId).GetConnectionsAsync().WaitAsync(cancellationToken);
            connection = connections.FirstOrDefault(connection => connection.SessionId == sessionId);
        }

        var socket = connection is null ? null : await AskGatewayAsync(connection, cancellationToken);
        return new(
            sessionId,
            session.UserId,
            session.Connected,
            session.ExpiresAtUnixMs is { } expires ? Rfc3339.Format(expires) : null,
            connection?.Gateway.InstanceId,
            connection is null ? null : Rfc3339.Format(connection.ConnectedAtUnixMs),
            connection?.Remote,
            socket?.QueuedFrames,
            socket?.QueuedBytes,
            session.Inbox?.Seq,
            session.SubscriptionCount,
            Array.ConvertAll(session.Subscriptions, subscription => Describe(subscription, session.UserId)));
    }

    private static SessionSubscription Describe(SessionPosition subscription, string userId) => subscription.Log.Kind switch
    {
        LogKind.Room => new("room", subscription.Log.Key, subscription.Position.Seq),
        LogKind.Group => new("group", subscription.Log.Key, subscription.Position.Seq),
        _ => new("private", subscription.Log.PeerOf(userId) ?? subscription.Log.Key, subscription.Position.Seq),
    };

    // What waits is a detail: the rest is told all the same while the gateway does not answer.
    private async Task<SocketDescription?> AskGatewayAsync(UserConnection connection, CancellationToken cancellationToken)
    {
        try
        {
            var leases = await gateways.ListAsync(LeaseAge).WaitAsync(Patience, time, cancellationToken);
            return leases.FirstOrDefault(lease => lease.Address == connection.Gateway) is { } lease
                ? await lease.ControlLane.DescribeSessionAsync(connection.SessionId).WaitAsync(Patience, time, cancellationToken)
                : null;
        }
        catch (Exception) when (!cancellationToken.IsCancellationRequested)
        {
            return null;
        }
    }
}
