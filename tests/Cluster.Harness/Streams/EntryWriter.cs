using System.Globalization;
using System.Text.Json;
using Orleans.Realtime.Cluster.Harness.History;

namespace Orleans.Realtime.Cluster.Harness.Streams;

/// <summary>Publishes numbers, each under its own id until it is acknowledged, over whichever connection there is.</summary>
internal sealed class EntryWriter(string name, string stream, GatewayList gateways, int seed, int window, StreamFindings findings) : StreamClient(name, stream, gateways, seed, findings)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    private readonly Lock _gate = new();
    private readonly SortedDictionary<int, long> _unacknowledged = [];
    private readonly Dictionary<int, string> _ids = [];
    private readonly SemaphoreSlim _room = new(window);
    private TimeSpan _longestStall;

    /// <summary>Whether its numbers are in the stream in their order: one was acknowledged before the next was sent.</summary>
    public bool IsOrdered => window == 1;

    /// <summary>How many are acknowledged.</summary>
    public int Acknowledged
    {
        get
        {
            lock (_gate)
            {
                return _ids.Count;
            }
        }
    }

    /// <summary>The entries of its numbers, as they were acknowledged.</summary>
    public IReadOnlyDictionary<int, string> Ids => _ids;

    /// <summary>The longest time from the first sending of a number to its acknowledgement.</summary>
    public TimeSpan LongestStall => _longestStall;

    /// <summary>Publishes until cancelled, and returns when everything is acknowledged.</summary>
    public async Task WriteAsync(CancellationToken stopping)
    {
        for (var number = 1; !stopping.IsCancellationRequested; number++)
        {
            await _room.WaitAsync(CancellationToken.None);
            lock (_gate)
            {
                _unacknowledged.Add(number, TimeProvider.System.GetTimestamp());
                Publish(number);
            }

            await Task.Delay(Pause * Random.NextDouble() * 2, TimeProvider.System, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        for (var i = 0; i < window; i++)
        {
            await _room.WaitAsync(CancellationToken.None);
        }
    }

    protected override void OnConnected()
    {
        lock (_gate)
        {
            foreach (var number in _unacknowledged.Keys)
            {
                Publish(number);
            }
        }
    }

    protected override void OnFrame(string type, JsonElement frame)
    {
        var number = int.Parse(frame.GetProperty("id").GetString()!, CultureInfo.InvariantCulture);
        var id = frame.GetProperty("entry_id").GetString()!;
        lock (_gate)
        {
            if (_unacknowledged.Remove(number, out var sent))
            {
                _ids.Add(number, id);
                var took = TimeProvider.System.GetElapsedTime(sent);
                _longestStall = took > _longestStall ? took : _longestStall;
                _room.Release();
            }
            else if (_ids[number] != id)
            {
                Findings.Violation($"{Name} {number} is acknowledged as {_ids[number]} and as {id}");
            }
        }
    }

    protected override void Repeat(string id)
    {
        lock (_gate)
        {
            if (_unacknowledged.ContainsKey(int.Parse(id, CultureInfo.InvariantCulture)))
            {
                Publish(int.Parse(id, CultureInfo.InvariantCulture));
            }
        }
    }

    private void Publish(int number) =>
        Send(string.Create(CultureInfo.InvariantCulture, $$"""{"type":"stream.publish","id":"{{number}}","stream":"{{Stream}}","data":{"number":{{number}},"writer":"{{Name}}"} }"""));
}
