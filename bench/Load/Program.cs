using System.Diagnostics;
using System.Globalization;
using System.Net;
using Orleans.Realtime.Load;

// usage: Load <path of Orleans.Realtime.Embedded.dll> [F1 F2 F3 F5] [--seconds 10]
CultureInfo.DefaultThreadCurrentCulture = CultureInfo.InvariantCulture;
var assembly = args[0];
var seconds = args.SkipWhile(arg => arg != "--seconds").Skip(1).Select(text => int.Parse(text, CultureInfo.InvariantCulture)).FirstOrDefault(10);
var works = args.Skip(1).Where(arg => arg.StartsWith('F')).DefaultIfEmpty("F1 F2 F3 F5").SelectMany(arg => arg.Split(' ')).ToList();
var duration = TimeSpan.FromSeconds(seconds);
var warmUp = TimeSpan.FromSeconds(Math.Max(3, seconds / 2));

Console.WriteLine("| work | CPU µs per delivered message | delivered/s | p50 µs | p99 µs | faults |");
Console.WriteLine("| --- | --- | --- | --- | --- | --- |");
foreach (var work in works)
{
    using var server = ServerProcess.Start(assembly);
    switch (work)
    {
        case "F1":
            FanOut(server);
            break;
        case "F2":
            SmallRooms(server);
            break;
        case "F3":
            Idle(server);
            break;
        case "F5":
            RoundTrips(server);
            break;
        default:
            Console.Error.WriteLine($"'{work}' is no work: F1, F2, F3 or F5.");
            return 2;
    }
}

return Environment.ExitCode;

void FanOut(ServerProcess server)
{
    var connections = Open(server.Address, 1_000, i => $"user_id=u{i}&room_id=fan");
    var publisher = Connection.Open(server.Address, "user_id=publisher&role=service");
    connections.Add(publisher);
    var frame = new byte[512];
    Measure("F1 fan-out: one room of 1,000, 50 msg/s", server, () => new Workload(connections, 50, _ => publisher.SendText(Workload.RoomFrame(frame, "fan", null, Stopwatch.GetTimestamp()))), turns => turns * 1_000L);
    connections.ForEach(connection => connection.Dispose());
}

void SmallRooms(ServerProcess server)
{
    var connections = Open(server.Address, 1_000, i => $"user_id=u{i}&room_id=room{i / 5}");
    var frame = new byte[512];
    var id = 0L;
    Measure(
        "F2 small rooms: 200 rooms of 5, each member 5 msg/s (4 deliveries and a reply)",
        server,
        () => new Workload(connections, 5_000, turn =>
        {
            var member = turn % 1_000;
            connections[member].SendText(Workload.RoomFrame(frame, "room" + (member / 5).ToString(CultureInfo.InvariantCulture), ++id, Stopwatch.GetTimestamp()));
        })
        { OwnMessagesAreSkipped = true },
        turns => turns * 4L);
    connections.ForEach(connection => connection.Dispose());
}

void Idle(ServerProcess server)
{
    const int Count = 10_000;
    Open(server.Address, 200, i => $"user_id=warm{i}").ForEach(connection => connection.Dispose());
    var memory = server.ResidentBytes;
    var cpu = server.Cpu;
    var connections = Open(server.Address, Count, i => $"user_id=u{i}");
    var connect = server.Cpu - cpu;
    new Workload(connections, 1, _ => { }).Run(TimeSpan.FromSeconds(5));
    cpu = server.Cpu;
    new Workload(connections, 1, _ => { }).Run(duration);
    Console.WriteLine($"| F3 idle: 10,000 connections | {(server.ResidentBytes - memory) / Count} bytes each; connect {connect.TotalMicroseconds / Count:F0} µs CPU; at rest {(server.Cpu - cpu).TotalMilliseconds / duration.TotalSeconds:F1} ms CPU/s | | | | |");
    connections.ForEach(connection => connection.Dispose());
}

void RoundTrips(ServerProcess server)
{
    var connections = Open(server.Address, 2, i => $"user_id=u{i}&room_id=pair");
    var frame = new byte[512];
    Measure(
        "F5 latency: user to user and back, 100/s",
        server,
        () => new Workload(connections, 100, _ => connections[0].SendText(Workload.RoomFrame(frame, "pair", null, Stopwatch.GetTimestamp())), (connection, sent) =>
        {
            if (connection == connections[1])
            {
                connection.SendText(Workload.RoomFrame(frame, "pair", null, sent));
            }
        })
        { OwnMessagesAreSkipped = true },
        turns => turns * 2L);
    connections.ForEach(connection => connection.Dispose());
}

void Measure(string name, ServerProcess server, Func<Workload> create, Func<int, long> expected)
{
    var warm = create();
    warm.Run(warmUp, () => warm.Delivered == expected(warm.Turns));
    var run = create();
    var cpu = server.Cpu;
    var clock = Stopwatch.StartNew();
    run.Run(duration, () => run.Delivered == expected(run.Turns));
    var used = server.Cpu - cpu;
    var faults = run.Faults + Math.Abs(run.Delivered - expected(run.Turns));
    var frames = run.Delivered + run.Replies;
    var (p50, p99) = run.Latency();
    Console.WriteLine($"| {name} | {used.TotalMicroseconds / frames:F1} | {frames / clock.Elapsed.TotalSeconds:F0} | {p50:F0} | {p99:F0} | {faults} |");
    Environment.ExitCode = faults == 0 ? Environment.ExitCode : 1;
}

static List<Connection> Open(IPEndPoint address, int count, Func<int, string> query)
{
    var connections = new List<Connection>(count);
    for (var i = 0; i < count; i++)
    {
        connections.Add(Connection.Open(address, query(i)));
    }

    return connections;
}
