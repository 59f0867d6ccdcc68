using Orleans.Realtime.Load.Results;
using Orleans.Realtime.Load.Servers;
using Orleans.Realtime.Load.Wire;

namespace Orleans.Realtime.Load.Works;

/// <summary>All connections are cut at once, and come back at once with their sessions.</summary>
internal sealed class Storm : Work
{
    private const int Connections = 10_000;
    private const int QuickConnections = 2_000;
    private const int RoomSize = 5;

    private static readonly Figure Rate = new("resumes_per_second", "resumes/s");
    private static readonly Figure Cpu = new("resume_us", "CPU µs per resume");

    public override IReadOnlyList<Figure> Figures => [Rate, Cpu];

    public override async Task<Dictionary<string, double>> RunAsync(Peer peer, Settings settings)
    {
        var count = settings.Scale(Connections, QuickConnections);
        await using var deployment = await peer.StartAsync(Layout);
        using var generator = new Generator(peer.NewDialect());
        generator.Open(deployment.EndPoints, Enumerable.Range(0, count).Select(i => new Member($"u{i}", $"room{i / RoomSize}")));
        var again = generator.Connections.Select(connection => new Member(connection.Member.User) { Session = connection.Session }).ToList();
        generator.CloseFrom(0);

        var usage = new Usage(deployment);
        generator.Open(deployment.EndPoints, again);
        var values = usage.PerMessage(count);
        if (generator.Connections.Count(connection => !connection.Resumed) is var lost and > 0)
        {
            throw new IntegrityException($"{lost} of {count} sessions were not resumed.");
        }

        return new() { [Rate.Key] = values[Figure.Rate.Key], [Cpu.Key] = values[Figure.Cpu.Key], [Figure.Others.Key] = values[Figure.Others.Key] };
    }
}
