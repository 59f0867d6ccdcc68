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
            new Idle { Group = "F3", Title = "idle: 10,000 connections at rest", MaxRounds = 1 },
            new RoundTrips { Group = "F5", Title = "latency: user to user and back, 100/s" },
        ];
        if (only.FirstOrDefault(group => !Array.Exists(all, work => work.Group == group)) is { } unknown)
        {
            throw new FormatException($"'{unknown}' is no work: {string.Join(", ", all.Select(work => work.Group).Distinct())}.");
        }

        return [.. all.Where(work => only.Count == 0 || only.Contains(work.Group))];
    }
}
