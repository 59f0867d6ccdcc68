using System.Diagnostics;
using System.Globalization;
using Orleans.Realtime.Load.Results;
using Orleans.Realtime.Load.Servers;
using Orleans.Realtime.Load.Wire;
using Orleans.Realtime.Tests.Shared;

namespace Orleans.Realtime.Load.Works;

/// <summary>As many publishes as are acknowledged, to many rooms without members: only the way into the log is measured.</summary>
internal sealed class DurablePublish : Work
{
    private const int Rooms = 100;
    private const int InFlightEach = 10;
    private const int BareMessages = 300_000;
    private const int BareQuickMessages = 100_000;

    private static readonly Figure Acknowledged = new("acknowledged_per_second", "acknowledged/s");
    private static readonly Figure Cpu = Figure.Cpu with { Title = "CPU µs per acknowledged" };
    private static readonly Figure Bare = new("xadd_per_second", "redis-benchmark, pipelined XADD/s");
    private static readonly Figure Share = new("xadd_percent", "of that, %");

    public override IReadOnlyList<Figure> Figures => [Acknowledged, Cpu, Figure.RedisCpu, Bare, Share, Figure.P50, Figure.P99];

    public override async Task<Dictionary<string, double>> RunAsync(Peer peer, Settings settings)
    {
        await using var deployment = await peer.StartAsync(Layout);
        using var generator = new Generator(peer.NewDialect());
        generator.Open(deployment.EndPoints, Enumerable.Range(0, Rooms).Select(i => new Member($"u{i}") { Service = true }));
        var publishers = generator.Connections.Select((connection, i) => (connection, publisher: new Publisher(generator, connection, $"durable{i}"))).ToDictionary(pair => pair.connection, pair => pair.publisher);
        generator.Replied = (connection, id, seq) => publishers[connection].OnReply(id, seq);

        Run(settings.WarmUp);
        generator.Tally.Clear();
        var profile = settings.Profiler?.Begin(deployment, Group);
        var usage = new Usage(deployment);
        Run(settings.Duration);
        var values = usage.PerMessage(generator.Tally.Replies);
        if (profile is not null)
        {
            await profile();
        }

        generator.Tally.Require(0, generator.Tally.Replies);
        values[Acknowledged.Key] = values[Figure.Rate.Key];
        values[Figure.P50.Key] = generator.Tally.Latencies.Percentile(0.5);
        values[Figure.P99.Key] = generator.Tally.Latencies.Percentile(0.99);
        values[Bare.Key] = await BareAsync(settings);
        values[Share.Key] = 100 * values[Acknowledged.Key] / values[Bare.Key];
        return values;

        void Run(TimeSpan duration)
        {
            foreach (var publisher in publishers.Values)
            {
                publisher.PublishUntil(Stamp.Now + (long)duration.TotalMicroseconds);
            }

            generator.Run(duration, 0, (_, _) => { }, _ => publishers.Values.All(publisher => publisher.InFlight == 0));
            if (publishers.Values.Sum(publisher => publisher.InFlight) is var lost and > 0)
            {
                throw new IntegrityException($"{lost} publishes were not answered. {generator.Tally.FirstFault}");
            }
        }
    }

    /// <summary>What the same redis-server does when nobody stands between: no order, no ids, no retention, no reader.</summary>
    private async Task<double> BareAsync(Settings settings)
    {
        await using var redis = await RedisServer.StartAsync("--appendfsync", Layout.Fsync);
        await Layout.PinRedisAsync(redis.ProcessId);
        string[] command =
        [
            "-h", "127.0.0.1", "-p", Text(redis.Port), "-n", Text(settings.Scale(BareMessages, BareQuickMessages)), "-c", Text(Rooms / 2), "-P", Text(InFlightEach * 2),
            "-r", Text(Rooms), "--csv", "XADD", "bare:__rand_int__", "*", "data", new('x', Stamp.DataBytes),
        ];
        using var process = Process.Start(new ProcessStartInfo("taskset", ["-c", Layout.Cores, "redis-benchmark", .. command]) { UseShellExecute = false, RedirectStandardOutput = true })!;
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();

        // "test","rps",… and below it the command with its figures, all in quotes.
        var figures = output.Split('\n', StringSplitOptions.RemoveEmptyEntries)[^1].Split("\",\"");
        return double.Parse(figures[1].Trim('"'), CultureInfo.InvariantCulture);

        static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>One room's publisher with a window.</summary>
    private sealed class Publisher(Generator generator, Connection connection, string room)
    {
        private readonly long[] _sent = new long[InFlightEach];
        private long _last;
        private long _answered;
        private long _end;

        public long InFlight => _last - _answered;

        public void PublishUntil(long end)
        {
            _end = end;
            while (InFlight < InFlightEach)
            {
                Publish();
            }
        }

        public void OnReply(long id, long seq)
        {
            _answered++;
            if (id != _answered || seq != _answered)
            {
                generator.Tally.Fault($"{room}: the answer to publish {_answered} has id {id} and seq {seq}.");
            }

            var now = Stamp.Now;
            generator.Tally.Latencies.Add(now - _sent[id % InFlightEach]);
            if (now < _end)
            {
                Publish();
            }
        }

        private void Publish()
        {
            var now = Stamp.Now;
            _sent[++_last % InFlightEach] = now;
            generator.Publish(connection, room, new(now, 0, _last), _last);
        }
    }
}
