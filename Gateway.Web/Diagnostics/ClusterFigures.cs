using Orleans.Realtime.Gateway.Web.Delivery;
using Orleans.Realtime.Gateway.Web.Endpoints.Contracts;
using Orleans.Realtime.Gateway.Web.Protocol;
using Orleans.Realtime.Grains.Interfaces.Conversations;
using Orleans.Realtime.Grains.Interfaces.Messaging;
using Orleans.Realtime.Grains.Interfaces.Streams;

namespace Orleans.Realtime.Gateway.Web.Diagnostics;

/// <inheritdoc cref="IClusterFigures"/>
internal sealed class ClusterFigures(ClusterReports reports, GatewayLanes lanes, SiloWatcher silos, IGrainFactory grains, TimeProvider time) : IClusterFigures
{
    private static readonly TimeSpan DetailAge = TimeSpan.FromSeconds(4);

    private static readonly Actor Reader = new(string.Empty, IsService: false, IsAdmin: true);

    private readonly RecentAnswers<int> _members = new(time, DetailAge);
    private readonly RecentAnswers<StreamDescription> _streams = new(time, DetailAge);

    /// <inheritdoc />
    public async Task<ClusterOverview> ReadOverviewAsync()
    {
        var report = await reports.ReadAsync();
        var gateways = report.Gateways.Select(OverviewAnswers.Describe).ToArray();
        var rows = silos.ByName.Select(silo => OverviewAnswers.Describe(silo.Name, silo.Status, report.Silos.GetValueOrDefault(silo.Name))).ToArray();
        return new(
            Now(),
            lanes.Address.InstanceId,
            report.Complete,
            OverviewAnswers.Sum(gateways, rows),
            OverviewAnswers.Latency(report.Gateways, [.. report.Silos.Values]),
            gateways,
            rows);
    }

    /// <inheritdoc />
    public async Task<BiggestAudiences> ReadBiggestAsync(int limit)
    {
        var report = await reports.ReadAsync();
        var told = report.Gateways.Select(gateway => gateway.Report).OfType<Grains.Interfaces.Gateways.GatewayReport>().ToArray();
        var rooms = AudienceSums.Merge([.. told.Select(gateway => gateway.Rooms)], limit);
        var groups = AudienceSums.Merge([.. told.Select(gateway => gateway.Groups)], limit);
        var members = await Task.WhenAll(groups.Select(group => _members.ReadAsync(group.Id, () => CountMembersAsync(group.Id))));
        return new(
            Now(),
            report.Complete && told.Length == report.Gateways.Count,
            [.. rooms.Select(room => new BigRoom(room.Id, room.Connections, room.Gateways, room.AtLeast))],
            [.. groups.Select((group, i) => new BigGroup(group.Id, group.Connections, group.Gateways, group.AtLeast, members[i].Found ? members[i].Value : null))]);
    }

    /// <inheritdoc />
    public async Task<StreamList> ListStreamsAsync(int limit)
    {
        var report = await reports.ReadAsync();
        var names = report.Silos.Values.SelectMany(silo => silo.Streams).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToArray();
        var answers = await Task.WhenAll(names.Take(limit).Select(async name =>
            (Name: name, Answer: await _streams.ReadAsync(name, () => grains.GetGrain<IStreamGrain>(name).DescribeAsync()))));
        return new(
            Now(),
            report.Complete && names.Length <= limit && !report.Silos.Values.Any(silo => silo.MoreStreams),
            [.. answers.Where(stream => !stream.Answer.IsNone).Select(stream => Describe(stream.Name, stream.Answer.Value))]);
    }

    private async Task<int> CountMembersAsync(string group) => (await grains.GetGrain<IConversationGrain>(LogId.Group(group).ToString()).GetAsync(Reader)).MemberCount;

    private static StreamOverview Describe(string name, StreamDescription? stream) => new(
        name,
        stream?.Length,
        stream?.LastGeneratedId.ToString(),
        stream?.GroupCount,
        stream is null ? null : Array.ConvertAll(stream.Groups, group => new StreamGroupOverview(group.Name, group.Consumers, group.Pending, group.Lag)));

    private string Now() => Rfc3339.Format(time.GetUtcNow().ToUnixTimeMilliseconds());
}
