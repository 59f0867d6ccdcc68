using System.Globalization;
using System.Runtime.InteropServices;
using Orleans.Realtime.Load;
using Orleans.Realtime.Load.Results;
using Orleans.Realtime.Load.Servers;
using Orleans.Realtime.Load.Wire;
using Orleans.Realtime.Load.Works;

// Started by bench/run.sh, which builds and finds everything first.
CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;

// So that the servers end too: without handlers of its own a program is just gone.
using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, _ => Environment.Exit(130));
using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, _ => Environment.Exit(143));
using var hangUp = PosixSignalRegistration.Create(PosixSignal.SIGHUP, _ => Environment.Exit(129));
Arguments arguments;
IReadOnlyList<Work> works;
IReadOnlyList<Peer> peers;
try
{
    arguments = Arguments.Parse(args);
    works = WorkCatalog.Create(arguments.Only);
    peers = PeerCatalog.Create(arguments);
}
catch (FormatException exception)
{
    await Console.Error.WriteLineAsync("bench: " + exception.Message);
    return 2;
}

var began = TimeProvider.System.GetUtcNow();
var runs = new List<Run>();
foreach (var work in works)
{
    // The servers in turn, and then again: a machine that becomes slower does so for all of them.
    for (var round = 1; round <= Math.Min(arguments.Settings.Rounds, work.MaxRounds); round++)
    {
        foreach (var peer in peers.Where(peer => peer.IsOurs || !work.IsExtra))
        {
            if (await RunAsync(work, peer, round) is { } run)
            {
                runs.Add(run);
            }
        }
    }
}

var report = Report.Begin(began, Machine.Describe(arguments), arguments.Settings, runs);
var tables = Tables.Write(report, works, peers);
Directory.CreateDirectory(arguments.Out);
await File.WriteAllTextAsync(Path.Combine(arguments.Out, "results.json"), report.ToJson());
await File.WriteAllTextAsync(Path.Combine(arguments.Out, "results.md"), tables);
Console.WriteLine(tables);
if (arguments.Page is { } page)
{
    await File.WriteAllTextAsync(page, PageBlock.Replace(await File.ReadAllTextAsync(page), tables));
    var published = Directory.CreateDirectory(Path.Combine(Path.GetDirectoryName(page)!, "bench"));
    await File.WriteAllTextAsync(Path.Combine(published.FullName, "results.json"), report.ToJson());
}

return runs.Exists(run => run is { Failure: not null, IsImpossible: false }) ? 1 : 0;

async Task<Run?> RunAsync(Work work, Peer peer, int round)
{
    if ((work.WhyNot(peer) ?? peer.Missing) is { } reason)
    {
        return round == 1 ? new(work.Name, peer.Title, round, new Dictionary<string, double>(), reason, IsImpossible: true) : null;
    }

    await Console.Error.WriteAsync($"{work.Group}, round {round}, {work.Row(peer)}: ");
    var begin = TimeProvider.System.GetTimestamp();
    try
    {
        var values = await work.RunAsync(peer, arguments.Settings);
        var seconds = TimeProvider.System.GetElapsedTime(begin).TotalSeconds;
        await Console.Error.WriteLineAsync(string.Join(", ", work.Figures.Where(figure => values.ContainsKey(figure.Key)).Select(figure => $"{figure.Title} {values[figure.Key]:F1}")) + $" ({seconds:F0} s)");
        return new(work.Name, peer.Title, round, values.ToDictionary(value => value.Key, value => Math.Round(value.Value, 3)));
    }
    catch (Exception exception) when (exception is IntegrityException or IOException or InvalidDataException or System.Net.Sockets.SocketException or InvalidOperationException)
    {
        await Console.Error.WriteLineAsync("FAILED: " + exception.Message);
        return new(work.Name, peer.Title, round, new Dictionary<string, double>(), Publishable(exception.Message));
    }
}

// What a server said may name folders of this machine.
string Publishable(string message)
{
    const int Longest = 300;
    var line = message.ReplaceLineEndings(" ").Replace(arguments.Programs, "…", StringComparison.Ordinal).Replace(Path.GetDirectoryName(Path.GetDirectoryName(arguments.Peers))!, "…", StringComparison.Ordinal);
    return line.Length <= Longest ? line : line[..Longest] + "…";
}
