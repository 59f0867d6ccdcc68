using Orleans.Realtime.Load.Servers;

namespace Orleans.Realtime.Load.Works;

/// <summary>All works there are, in the order in which they run.</summary>
internal static class WorkCatalog
{
    /// <param name="only">The groups to choose; empty for all.</param>
    /// <exception cref="FormatException">There is no such group.</exception>
    public static IReadOnlyList<Work> Create(IReadOnlyList<string> only)
    {
        Work[] all =
        [
            new FanOut { Group = "F1", Title = "fan-out: one room of 1,000, 50 messages/s", Members = 1_000, MessagesPerSecond = 50 },
            new FanOutMax { Group = "F1max", Title = "fan-out: one room of 1,000, as many messages/s as p99 stays within 250 ms", MaxRounds = 1 },
            new SmallRooms { Group = "F2", Title = "small rooms: 200 of 5, each member 5 messages/s, answered", Rooms = 200, MessagesPerSecond = 5_000 },
            .. IdleWorks("F3", "idle: 10,000 connections at rest"),
            .. TwoGateways("F4", "fan-out over two gateways: one room of 1,000, 20 messages/s"),
            .. RoundTripWorks("F5", "latency: user to user and back, 100/s"),
            .. Durable("P1", "durable publish: 100 rooms, 1,000 publishes in flight"),
            .. OfflineWorks("P2", "offline: 20 events each for 10,000 users who then connect"),
            .. Growth("P3", "growth: the same rate of deliveries, ever more members, rooms and known rooms"),
            .. Failures("P4", "recovery: a silo killed under small rooms with 1,000 messages/s; 10,000 connections cut"),
        ];
        if (only.FirstOrDefault(group => !Array.Exists(all, work => work.Group == group)) is { } unknown)
        {
            throw new FormatException($"'{unknown}' is no work: {string.Join(", ", all.Select(work => work.Group).Distinct())}.");
        }

        return [.. all.Where(work => only.Count == 0 || only.Contains(work.Group))];
    }

    private static IEnumerable<Work> IdleWorks(string group, string title) =>
    [
        new Idle { Group = group, Title = title, MaxRounds = 1 },
        new Idle { Group = group, Title = title, MaxRounds = 1, Variant = "the gateway's memory alone", Layout = new(Gateways: 1, Silos: 1), IsExtra = true },
    ];

    private static IEnumerable<Work> TwoGateways(string group, string title) => Enumerable.Range(1, 2).Select(silos =>
        new FanOut { Group = group, Title = title, Members = 1_000, MessagesPerSecond = 20, Layout = new(Gateways: 2, Silos: silos), IsExtra = silos > 1, MaxRounds = 2 });

    private static IEnumerable<Work> RoundTripWorks(string group, string title) =>
    [
        new RoundTrips { Group = group, Title = title, MaxRounds = 2 },
        new RoundTrips { Group = group, Title = title, Layout = new(Gateways: 2, Silos: 1), IsExtra = true, MaxRounds = 2 },
    ];

    private static IEnumerable<Work> Durable(string group, string title) => ((string[])["everysec", "always"]).Select(fsync =>
        new DurablePublish { Group = group, Title = title, Layout = new(Gateways: 1, Silos: 1, fsync, AllCores: true), MaxRounds = 2, WhyOnlyOurs = "as set up here it stores no messages", IsExtra = fsync == "always" });

    private static IEnumerable<Work> OfflineWorks(string group, string title) => ((Layout[])[Layout.One, new(Gateways: 1, Silos: 1, "everysec", AllCores: true)]).Select(layout =>
        new Offline { Group = group, Title = title, Layout = layout, MaxRounds = 1, WhyOnlyOurs = "as set up here it keeps nothing for users who are not there", IsExtra = layout.Silos > 0 });

    private static IEnumerable<Work> Growth(string group, string title)
    {
        const double Deliveries = 50_000;
        const double Messages = 5_000;
        foreach (var members in (int[])[100, 1_000, 5_000, 10_000])
        {
            yield return new FanOut { Group = group, Title = title, Variant = $"one room of {members:N0}", Members = members, MessagesPerSecond = Deliveries / members, MaxRounds = 1, IsExtra = true };
        }

        foreach (var rooms in (int[])[100, 1_000, 10_000])
        {
            // More connections than files that may be open would be needed: the most rooms share theirs.
            yield return new SmallRooms { Group = group, Title = title, Variant = $"{rooms:N0} rooms of 5", Rooms = rooms, RoomsEach = Math.Max(1, rooms / 1_000), MessagesPerSecond = Messages, MaxRounds = 1, IsExtra = true };
        }

        foreach (var known in (int[])[1_000, 10_000, 100_000])
        {
            yield return new KnownRooms { Group = group, Title = title, Variant = $"200 rooms of 5 beside {known:N0} known rooms", Known = known, MaxRounds = 1, IsExtra = true };
        }
    }

    private static IEnumerable<Work> Failures(string group, string title) =>
    [
        new Recovery { Group = group, Title = title, Layout = new(Gateways: 2, Silos: 2, AllCores: true), MaxRounds = 2, WhyOnlyOurs = "as set up here it has no sessions to resume, and what is under way is lost" },
        new Storm { Group = group, Title = title, Variant = "reconnect storm", MaxRounds = 1, IsExtra = true },
    ];
}
