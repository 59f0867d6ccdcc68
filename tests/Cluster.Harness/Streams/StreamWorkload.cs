using System.Globalization;
using System.Text;
using System.Text.Json;
using Orleans.Realtime.Cluster.Harness.History;

namespace Orleans.Realtime.Cluster.Harness.Streams;

/// <summary>
/// Writers, subscribers and two groups of consumers at work on one stream, over the sockets of several gateways. In the end every acknowledged message must be in the
/// stream once, every subscriber have seen all of it once and in order, and every entry have been worked on.
/// </summary>
public sealed class StreamWorkload : IAsyncDisposable
{
    private const string Credentials = "user_id=backend&role=service";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(100);

    private readonly string _stream = "orders-" + Guid.NewGuid().ToString("N")[..8];
    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromSeconds(10) };
    private readonly CancellationTokenSource _writing = new();
    private readonly CancellationTokenSource _running = new();
    private readonly StreamFindings _findings = new();
    private readonly Uri _gateway;
    private readonly EntryWriter[] _writers;
    private readonly EntryReader[] _readers;
    private readonly EntryWorker[] _workers;
    private readonly List<Task> _tasks = [];
    private Task _written = Task.CompletedTask;

    private StreamWorkload(IReadOnlyList<Uri> gateways)
    {
        _gateway = gateways[^1];
        var list = new GatewayList(gateways);
        _writers = [.. Enumerable.Range(1, 4).Select(i => new EntryWriter($"writer-{i}", _stream, list, i, window: i % 2 == 0 ? 8 : 1, _findings))];
        _readers = [.. Enumerable.Range(1, 4).Select(i => new EntryReader($"reader-{i}", _stream, list, 10 + i, _findings))];
        _workers = [.. Enumerable.Range(1, 6).Select(i => new EntryWorker($"worker-{i}", _stream, i % 2 == 0 ? "auto" : "manual", autoAck: i % 2 == 0, list, 20 + i, _findings))];
    }

    /// <summary>Publishes that were acknowledged.</summary>
    public int Acknowledged => _writers.Sum(writer => writer.Acknowledged);

    /// <summary>Entries that every subscriber has.</summary>
    public int Delivered => _readers.Min(reader => reader.Count);

    /// <summary>Entries that the consumers of the slower group have.</summary>
    public int Consumed => _workers.GroupBy(worker => worker.Group, StringComparer.Ordinal).Min(group => group.Sum(worker => worker.Entries.Count));

    /// <summary>Starts everybody. The last of the gateways must run at the end.</summary>
    public static async Task<StreamWorkload> StartAsync(IReadOnlyList<Uri> gateways, CancellationToken cancellationToken = default)
    {
        var workload = new StreamWorkload(gateways);
        foreach (var group in new[] { "auto", "manual" })
        {
            using var body = new StringContent($$"""{"group":"{{group}}","start_id":"0"}""", Encoding.UTF8, "application/json");
            using var answer = await workload._http.PostAsync(workload.Path("groups"), body, cancellationToken);
            answer.EnsureSuccessStatusCode();
        }

        StreamClient[] clients = [.. workload._writers, .. workload._readers, .. workload._workers];
        workload._tasks.AddRange(clients.Select(client => Task.Run(() => client.RunAsync(workload._running.Token), cancellationToken)));
        workload._written = Task.WhenAll(workload._writers.Select(writer => Task.Run(() => writer.WriteAsync(workload._writing.Token), cancellationToken)));
        return workload;
    }

    /// <summary>Ends the writing, waits until everything has arrived, and checks it.</summary>
    public async Task<StreamReport> StopAndCheckAsync()
    {
        await _writing.CancelAsync();
        await _written.WaitAsync(Patience);
        var entries = await ReadAllAsync();
        await EventuallyAsync(() => Task.FromResult(_readers.All(reader => reader.Count >= entries.Count)), "every subscriber has every entry");
        await EventuallyAsync(AreGroupsDoneAsync, "both groups have acknowledged everything");
        await StopAsync();

        Check(entries);
        var missed = entries.Select(entry => entry.Id.ToString()).Except(Worked("auto"), StringComparer.Ordinal).Count();
        return new StreamReport(
            Acknowledged, entries.Count, _readers.Sum(reader => reader.Count), missed, _findings.RefusedFrames, _findings.Gaps,
            _findings.Connections - _writers.Length - _readers.Length - _workers.Length, _writers.Max(writer => writer.LongestStall), _findings.Violations);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _http.Dispose();
        _writing.Dispose();
        _running.Dispose();
    }

    private void Check(List<(EntryId Id, string Writer, int Number)> entries)
    {
        foreach (var writer in _writers)
        {
            var own = entries.Where(entry => entry.Writer == writer.Name).ToList();
            foreach (var twice in own.GroupBy(entry => entry.Number).Where(group => group.Count() > 1))
            {
                _findings.Violation($"{writer.Name} {twice.Key} is in the stream {twice.Count()} times");
            }

            var ids = own.DistinctBy(entry => entry.Number).ToDictionary(entry => entry.Number, entry => entry.Id.ToString());
            foreach (var (number, id) in writer.Ids.Where(acknowledged => ids.GetValueOrDefault(acknowledged.Key) != acknowledged.Value))
            {
                _findings.Violation($"{writer.Name} {number} was acknowledged as {id} and is in the stream as {ids.GetValueOrDefault(number, "nothing")}");
            }

            if (writer.IsOrdered && !own.Select(entry => entry.Number).SequenceEqual(own.Select(entry => entry.Number).Order()))
            {
                _findings.Violation($"{writer.Name} is out of order in the stream");
            }
        }

        foreach (var reader in _readers.Where(reader => !reader.Entries.SequenceEqual(entries.Select(entry => entry.Id))))
        {
            _findings.Violation($"{reader.Name} saw another stream: {reader.Count} entries instead of {entries.Count}");
        }

        foreach (var lost in entries.Select(entry => entry.Id.ToString()).Except(Worked("manual"), StringComparer.Ordinal))
        {
            _findings.Violation($"{lost} was acknowledged, and no consumer of the group 'manual' was given it");
        }
    }

    private HashSet<string> Worked(string group) => [.. _workers.Where(worker => worker.Group == group).SelectMany(worker => worker.Entries)];

    private async Task<List<(EntryId Id, string Writer, int Number)>> ReadAllAsync()
    {
        List<(EntryId, string, int)> all = [];
        var start = "-";
        while (true)
        {
            using var page = JsonDocument.Parse(await _http.GetStringAsync(Path("messages", $"&count=1000&start={start}")));
            var entries = page.RootElement.GetProperty("messages");
            if (entries.GetArrayLength() == 0)
            {
                return all;
            }

            foreach (var entry in entries.EnumerateArray())
            {
                var data = entry.GetProperty("data");
                start = "(" + entry.GetProperty("id").GetString();
                all.Add((EntryId.Parse(start[1..]), data.GetProperty("writer").GetString()!, data.GetProperty("number").GetInt32()));
            }
        }
    }

    private async Task<bool> AreGroupsDoneAsync()
    {
        using var state = JsonDocument.Parse(await _http.GetStringAsync(Path("groups")));
        return state.RootElement.GetProperty("groups").EnumerateArray().All(group => group.GetProperty("pending").GetInt64() == 0 && group.GetProperty("lag").GetInt64() == 0);
    }

    private static async Task EventuallyAsync(Func<Task<bool>> holds, string what)
    {
        using var timeout = new CancellationTokenSource(Patience, TimeProvider.System);
        while (!await holds())
        {
            if (timeout.IsCancellationRequested)
            {
                throw new TimeoutException(string.Create(CultureInfo.InvariantCulture, $"Not within {Patience.TotalSeconds:0} s: {what}."));
            }

            await Task.Delay(Poll, TimeProvider.System);
        }
    }

    private async Task StopAsync()
    {
        await _writing.CancelAsync();
        await _running.CancelAsync();
        await Task.WhenAll(_tasks);
    }

    private Uri Path(string end, string query = "") => new(_gateway, $"/api/v1/streams/{_stream}/{end}?{Credentials}{query}");
}
