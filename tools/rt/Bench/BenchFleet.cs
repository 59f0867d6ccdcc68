using Orleans.Realtime.Cli.Connections;
using Orleans.Realtime.Client;

namespace Orleans.Realtime.Cli.Bench;

/// <summary>Makes the connections of a load, and takes them down again.</summary>
internal sealed class BenchFleet(Caller caller) : IAsyncDisposable
{
    private const int AtOnce = 32;
    private readonly List<RealtimeClient> _clients = [];

    /// <summary>A name that no other run has: of rooms and users.</summary>
    public string Run { get; } = $"rt-bench-{Guid.NewGuid():N}"[..17];

    /// <summary>Makes clients, connects them, and lets each do its first steps.</summary>
    /// <param name="count">How many.</param>
    /// <param name="window">Messages that each may have under way to one target.</param>
    /// <param name="begin">What each does once connected: its number and itself.</param>
    /// <param name="connected">Called after each, with how many there are.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<IReadOnlyList<RealtimeClient>> AddAsync(
        int count, int window, Func<int, RealtimeClient, Task> begin, Action<int> connected, CancellationToken cancellationToken)
    {
        var first = _clients.Count;
        var clients = Enumerable.Range(first, count).Select(number => New(number, window)).ToList();
        _clients.AddRange(clients);
        var done = 0;
        await Parallel.ForAsync(0, count, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken }, async (i, token) =>
        {
            await Connector.OpenAsync(clients[i], caller, token);
            try
            {
                await begin(i, clients[i]);
            }
            catch (RealtimeClientException fault)
            {
                throw Faults.Of(fault, caller);
            }

            connected(Interlocked.Increment(ref done));
        });
        return clients;
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        foreach (var chunk in _clients.Chunk(AtOnce))
        {
            await Task.WhenAll(chunk.Select(client => client.DisposeAsync().AsTask()));
        }
    }

    // In development mode each is a user of its own: a user's connections and frames have limits. A token has one user.
    private RealtimeClient New(int number, int window)
    {
        var options = Connector.Options(caller.Token is null ? caller with { User = $"{Run}-{number}" } : caller);
        options.Queue.MaxItems = 100_000;
        options.Queue.MaxInFlight = Math.Max(options.Queue.MaxInFlight, window);
        options.Queue.MaxInFlightPerTarget = window;
        return new RealtimeClient(options);
    }
}
