using System.Text.Json;
using Orleans.Realtime.Client.Connections;
using Orleans.Realtime.Client.Protocol;

namespace Orleans.Realtime.Client.Sending;

/// <summary>One request from its making to its answer. Its callbacks run under the client's gate, before any later frame is looked at.</summary>
internal sealed class Request
{
    public required string Type { get; init; }

    public required Action<Utf8JsonWriter> Fields { get; init; }

    public SendOptions? Options { get; init; }

    /// <summary>Requests of one lane are answered in order, and only so many of them are under way as one target may have. None: it stands alone.</summary>
    public string? Lane { get; init; }

    public LossPolicy OnLoss { get; init; }

    public Action<ServerFrame>? OnReply { get; set; }

    public Action<Exception>? OnFailure { get; set; }

    // What follows belongs to the outbox.
    public string Id { get; set; } = "";

    public byte[] Frame { get; set; } = [];

    /// <summary>Grows from request to request: sending again keeps the order in which they were made.</summary>
    public long Number { get; set; }

    public Lane Owner { get; set; } = null!;

    public Backoff Backoff => field ??= new Backoff(TimeSpan.FromMilliseconds(100), TimeSpan.FromSeconds(5));

    public Alarm? Deadline { get; set; }

    public TimeSpan? FirstSentAt { get; set; }

    public bool IsUnderWay { get; set; }

    public TimeSpan NotBefore { get; set; }

    public RealtimeClientException? Refusal { get; set; }

    /// <summary>Called once it is over, whatever became of it.</summary>
    public List<Action>? OnEnd { get; set; }

    public bool WasSent => FirstSentAt is not null;
}
