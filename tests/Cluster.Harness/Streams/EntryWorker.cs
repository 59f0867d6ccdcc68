using System.Text.Json;
using Orleans.Realtime.Cluster.Harness.History;

namespace Orleans.Realtime.Cluster.Harness.Streams;

/// <summary>A consumer of a group, under another name on each connection.</summary>
internal sealed class EntryWorker(string name, string stream, string group, bool autoAck, GatewayList gateways, int seed, StreamFindings findings)
    : StreamClient(name, stream, gateways, seed, findings)
{
    private const string Consume = "c";

    private readonly Lock _gate = new();
    private readonly HashSet<string> _here = new(StringComparer.Ordinal);
    private readonly HashSet<string> _all = new(StringComparer.Ordinal);

    /// <summary>Its group.</summary>
    public string Group => group;

    /// <summary>Every entry that it was given.</summary>
    public IReadOnlyCollection<string> Entries
    {
        get
        {
            lock (_gate)
            {
                return [.. _all];
            }
        }
    }

    protected override void OnConnected()
    {
        lock (_gate)
        {
            _here.Clear();
        }

        Repeat(Consume);
    }

    protected override void OnFrame(string type, JsonElement frame)
    {
        if (type != "stream")
        {
            return;
        }

        var id = frame.GetProperty("id").GetString()!;
        lock (_gate)
        {
            _all.Add(id);
            if (!_here.Add(id))
            {
                Findings.Violation($"{Name} was given {id} twice on one connection");
            }
        }

        if (!autoAck)
        {
            Repeat(id);
        }
    }

    protected override void Repeat(string id) => Send(id == Consume
        ? $$"""{"type":"stream.consume","id":"{{Consume}}","stream":"{{Stream}}","group":"{{group}}","min_idle_ms":2000,"auto_ack":{{(autoAck ? "true" : "false")}}}"""
        : $$"""{"type":"stream.ack","id":"{{id}}","stream":"{{Stream}}","group":"{{group}}","ids":["{{id}}"]}""");
}
