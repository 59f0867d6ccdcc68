using System.Text.Json;
using Orleans.Realtime.Cluster.Harness.History;

namespace Orleans.Realtime.Cluster.Harness.Streams;

/// <summary>Subscribes from the beginning, and after each reconnect behind the last entry that it holds.</summary>
internal sealed class EntryReader(string name, string stream, GatewayList gateways, int seed, StreamFindings findings) : StreamClient(name, stream, gateways, seed, findings)
{
    private readonly Lock _gate = new();
    private readonly List<EntryId> _entries = [];

    /// <summary>Everything that it was given, in the order of its coming.</summary>
    public IReadOnlyList<EntryId> Entries
    {
        get
        {
            lock (_gate)
            {
                return [.. _entries];
            }
        }
    }

    /// <summary>How many entries it was given.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _entries.Count;
            }
        }
    }

    protected override void OnConnected() => Repeat("s");

    protected override void OnFrame(string type, JsonElement frame)
    {
        switch (type)
        {
            case "gap":
                Findings.Gap();
                break;
            case "stream":
                var id = EntryId.Parse(frame.GetProperty("id").GetString()!);
                lock (_gate)
                {
                    if (_entries.Count > 0 && !id.IsBehind(_entries[^1]))
                    {
                        Findings.Violation($"{Name} was given {id} behind {_entries[^1]}");
                    }

                    _entries.Add(id);
                }

                break;
        }
    }

    protected override void Repeat(string id)
    {
        lock (_gate)
        {
            Send($$"""{"type":"stream.subscribe","id":"{{id}}","stream":"{{Stream}}","start_id":"{{(_entries.Count == 0 ? "0" : _entries[^1].ToString())}}"}""");
        }
    }
}
