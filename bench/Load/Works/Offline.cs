using System.Globalization;
using System.Text;
using System.Text.Json;
using Orleans.Realtime.Load.Results;
using Orleans.Realtime.Load.Servers;
using Orleans.Realtime.Load.Wire;

namespace Orleans.Realtime.Load.Works;

/// <summary>Events for users who are not there, over HTTP; then all of them connect.</summary>
internal sealed class Offline : Work
{
    private const int Users = 10_000;
    private const int QuickUsers = 2_000;
    private const int EventsEach = 20;
    private const int Batch = 1_000;

    private static readonly Figure Taken = new("events_per_second", "events/s taken");
    private static readonly Figure TakeCpu = new("take_us", "CPU µs per event taken", 1);
    private static readonly Figure Seconds = new("seconds_to_deliver", "s until all are connected and have all", 1);

    public override IReadOnlyList<Figure> Figures => [Taken, TakeCpu, Seconds, Figure.Cpu];

    public override async Task<Dictionary<string, double>> RunAsync(Peer peer, Settings settings)
    {
        var users = settings.Scale(Users, QuickUsers);
        await using var deployment = await peer.StartAsync(Layout);
        using var client = new HttpClient { BaseAddress = new Uri("http://" + deployment.EndPoints[0]) };
        await WarmUpAsync(client);

        var taking = new Usage(deployment);
        for (var number = 1; number <= EventsEach; number++)
        {
            for (var first = 0; first < users; first += Batch)
            {
                await PublishAsync(client, number, Enumerable.Range(first, Batch).Select(NameOf));
            }
        }

        var taken = taking.PerMessage((double)users * EventsEach);
        using var generator = new Generator(peer.NewDialect()) { Delivered = (_, _) => { } };
        var (delivering, begin) = (new Usage(deployment), Stamp.Now);
        generator.Open(deployment.EndPoints, Enumerable.Range(0, users).Select(i => new Member(NameOf(i))));
        generator.Run(TimeSpan.Zero, 0, (_, _) => { }, _ => generator.Tally.Delivered >= (long)users * EventsEach);
        var seconds = (Stamp.Now - begin) / 1e6;
        var delivered = delivering.PerMessage((double)users * EventsEach);
        generator.Tally.Require((long)users * EventsEach, 0);
        return new()
        {
            [Taken.Key] = taken[Figure.Rate.Key],
            [TakeCpu.Key] = taken[Figure.Cpu.Key],
            [Seconds.Key] = seconds,
            [Figure.Cpu.Key] = delivered[Figure.Cpu.Key],
            [Figure.Others.Key] = Math.Max(taken[Figure.Others.Key], delivered[Figure.Others.Key]),
        };
    }

    private static string NameOf(int user) => "u" + user.ToString(CultureInfo.InvariantCulture);

    private static async Task WarmUpAsync(HttpClient client)
    {
        for (var number = 1; number <= EventsEach; number++)
        {
            await PublishAsync(client, number, Enumerable.Range(0, Batch).Select(i => "warm" + NameOf(i)));
        }
    }

    /// <summary>One event into the inboxes of many.</summary>
    private static async Task PublishAsync(HttpClient client, int number, IEnumerable<string> users)
    {
        var data = new byte[Stamp.DataBytes];
        new Stamp(Stamp.Now, 0, number).Write(data);
        var body = $"{{\"type\":\"bench.event\",\"data\":\"{Encoding.ASCII.GetString(data)}\",\"user_ids\":{JsonSerializer.Serialize(users)}}}";
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var response = await client.PostAsync(new Uri("/api/v1/events/batch?user_id=publisher&role=service", UriKind.Relative), content);
        using var receipts = JsonDocument.Parse(await response.EnsureSuccessStatusCode().Content.ReadAsStringAsync());
        if (receipts.RootElement.GetProperty("results").EnumerateArray().Any(receipt => receipt.TryGetProperty("error", out _)))
        {
            throw new IntegrityException("The server refused an event: " + receipts.RootElement);
        }
    }
}
