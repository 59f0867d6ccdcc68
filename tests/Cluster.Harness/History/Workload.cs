using System.Globalization;

namespace Orleans.Realtime.Cluster.Harness.History;

/// <summary>
/// Load on a cluster by clients that do what good clients do, with everything recorded that they sent, were told and saw. At the end the record
/// is held against the contract.
/// </summary>
public sealed class Workload : IAsyncDisposable
{
    private static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(100);

    private readonly WorkloadOptions _options;
    private readonly HistoryRecorder _history;
    private readonly GatewayList _gateways;
    private readonly HttpApi _api;
    private readonly List<string> _rooms;
    private readonly List<string> _users;
    private readonly List<RealtimeClient> _clients = [];
    private readonly List<SocketWriter> _writers = [];
    private readonly List<EventSender> _senders = [];
    private readonly EventSender _fence;
    private readonly CancellationTokenSource _stopping = new();
    private readonly CancellationTokenSource _giveUp = new();
    private readonly CancellationTokenSource _ending = new();
    private Task _running = Task.CompletedTask;
    private Task _writing = Task.CompletedTask;

    private Workload(IReadOnlyList<Uri> gateways, WorkloadOptions options)
    {
        _options = options;
        _history = new(options.Time);
        _gateways = new(gateways);
        var seeds = new Random(options.Seed);
        _api = new(_gateways, _history, new(seeds.Next()), options.Time);

        // Names that no earlier run on the same cluster used.
        var run = Guid.NewGuid().ToString("N")[..6];
        _rooms = Names($"room-{run}", options.Rooms);
        _users = Names($"reader-{run}", options.Readers);
        foreach (var name in _users.Concat(Names($"writer-{run}", options.Writers)))
        {
            _clients.Add(new(name, _rooms, _gateways, _history, new(seeds.Next()), options.Time));
        }

        foreach (var client in _clients.Skip(options.Readers))
        {
            _writers.Add(new(client, _rooms, _users, ahead: _writers.Count % 2 == 1, options, _history, new(seeds.Next())));
        }

        foreach (var name in Names($"sender-{run}", options.EventSenders))
        {
            _senders.Add(new(name, _api, _users, options, _history, new(seeds.Next())));
        }

        _fence = new($"fence-{run}", _api, _users, options, _history, new(seeds.Next()));
    }

    /// <summary>Messages handed to readers so far.</summary>
    public long Delivered => _history.Delivered;

    /// <summary>Messages acknowledged so far.</summary>
    public long Acknowledged => _history.Acknowledged;

    /// <summary>What was recorded so far, in order.</summary>
    public IReadOnlyList<HistoryEvent> History => _history.Snapshot();

    /// <summary>Connects all clients, and begins to write when each listens to all it is to listen to.</summary>
    /// <exception cref="TimeoutException">The cluster did not take all clients within a minute.</exception>
    public static async Task<Workload> StartAsync(IReadOnlyList<Uri> gateways, WorkloadOptions options, CancellationToken cancellationToken)
    {
        var workload = new Workload(gateways, options);
        workload._running = Task.WhenAll(workload._clients.Select(client => Task.Run(() => client.RunAsync(workload._ending.Token), CancellationToken.None)));
        try
        {
            await Task.WhenAll(workload._clients.Select(client => client.Ready)).WaitAsync(StartTimeout, options.Time, cancellationToken);
        }
        catch
        {
            await workload.DisposeAsync();
            throw;
        }

        workload._writing = Task.WhenAll(
        [
            .. workload._writers.Select(writer => Task.Run(() => writer.RunAsync(workload._stopping.Token), CancellationToken.None)),
            .. workload._senders.Where(_ => options.Readers > 0).Select(sender => Task.Run(() => sender.RunAsync(workload._stopping.Token, workload._giveUp.Token), CancellationToken.None)),
        ]);
        return workload;
    }

    /// <summary>Clients may come to this gateway from now on.</summary>
    public void AddGateway(Uri gateway) => _gateways.Add(gateway);

    /// <summary>No client comes to this gateway any more; those that are there stay as long as they can.</summary>
    public void RemoveGateway(Uri gateway) => _gateways.Remove(gateway);

    /// <summary>Makes every writer of rooms send a burst now.</summary>
    public void Burst() => _writers.ForEach(writer => writer.Burst());

    /// <summary>Lets writers finish, then readers catch up, reads history, and checks it all. Nothing may fail any more meanwhile.</summary>
    public async Task<HistoryReport> StopAndCheckAsync()
    {
        await _stopping.CancelAsync();
        if (!await FinishesAsync(_writing))
        {
            _history.Add(at => new HistoryEvent.Oddity(at, string.Create(
                CultureInfo.InvariantCulture, $"{_clients.Sum(client => client.Outbox.Count)} messages were not acknowledged within {_options.SettleTimeout.TotalSeconds} s of quiet")));
        }

        await _giveUp.CancelAsync();
        if (!await FinishesAsync(SettleAsync()))
        {
            _history.Add(at => new HistoryEvent.Oddity(at, string.Create(
                CultureInfo.InvariantCulture, $"readers had not everything, or history could not be read, within {_options.SettleTimeout.TotalSeconds} s of quiet")));
        }

        await _ending.CancelAsync();
        await _running;
        return HistoryChecker.Check(_history.Snapshot(), _options.LogsMayBeLost) with
        {
            Reconnects = _clients.Sum(client => client.Reconnects),
            SessionsLost = _clients.Sum(client => client.SessionsLost),
        };
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _giveUp.CancelAsync();
        await _ending.CancelAsync();
        await _running;
        _api.Dispose();
        _stopping.Dispose();
        _giveUp.Dispose();
        _ending.Dispose();
    }

    private static List<string> Names(string prefix, int count) =>
        [.. Enumerable.Range(1, count).Select(number => string.Create(CultureInfo.InvariantCulture, $"{prefix}-{number}"))];

    /// <summary>A last message to every log: who has it has seen what came before, or never will.</summary>
    private async Task SettleAsync()
    {
        using var patience = new CancellationTokenSource(_options.SettleTimeout, _options.Time);
        var logs = _rooms.Select(LogNames.Room).Concat(_users.Select(LogNames.Inbox)).ToList();
        foreach (var log in logs)
        {
            await _fence.SendAsync(log, patience.Token);
        }

        var heads = _history.Snapshot().OfType<HistoryEvent.Acknowledged>().GroupBy(ack => ack.Log).ToDictionary(acks => acks.Key, acks => acks.Last().Seq);
        foreach (var client in _clients)
        {
            foreach (var log in logs.Where(client.Follows))
            {
                while (client.PositionOf(log) < heads[log])
                {
                    await Task.Delay(Poll, _options.Time, patience.Token);
                }
            }
        }

        foreach (var room in _rooms)
        {
            await _api.ReadHistoryAsync(room, patience.Token);
        }
    }

    private async Task<bool> FinishesAsync(Task task)
    {
        try
        {
            await task.WaitAsync(_options.SettleTimeout, _options.Time);
            return true;
        }
        catch (Exception fault) when (fault is TimeoutException or OperationCanceledException)
        {
            return false;
        }
    }
}
