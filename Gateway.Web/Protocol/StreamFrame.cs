using Orleans.Realtime.Grains.Interfaces.Streams;

namespace Orleans.Realtime.Gateway.Web.Protocol;

/// <summary>
/// One <c>stream.*</c> frame of a client, checked: what its <see cref="Type"/> requires is there, names have their form, numbers are in their range. Nothing in it
/// belongs to the received bytes.
/// </summary>
internal sealed class StreamFrame
{
    /// <summary>Entries of a range when the client names no number.</summary>
    public const int DefaultRangeCount = 100;

    /// <summary>Entries that a consumer has unacknowledged at most, when the client names no number.</summary>
    public const int DefaultConsumeCount = 10;

    /// <summary>What the client asks for: one of the <c>Stream…</c> types.</summary>
    public ClientFrameType Type { get; init; }

    /// <summary>The sender's own id of the frame.</summary>
    public string? Id { get; init; }

    /// <summary>The stream.</summary>
    public string Stream { get; set; } = string.Empty;

    /// <summary>The group. Never empty where the type requires one.</summary>
    public string Group { get; set; } = string.Empty;

    /// <summary>The consumer, if the client names one.</summary>
    public string? Consumer { get; set; }

    /// <summary>What to publish, 1 to 1,000.</summary>
    public StreamMessage[] Messages { get; set; } = [];

    /// <summary>Whether <see cref="Messages"/> came as an array.</summary>
    public bool IsBatch { get; set; }

    /// <summary>Whether a subscription names where it begins.</summary>
    public bool HasStart { get; set; }

    /// <summary>Behind which a subscription begins; <see langword="null"/>: at the end of this moment.</summary>
    public StreamId? Start { get; set; }

    /// <summary>The lowest id of a range.</summary>
    public StreamId Lowest { get; set; } = StreamId.Zero;

    /// <summary>The highest id of a range.</summary>
    public StreamId Highest { get; set; } = StreamId.Max;

    /// <summary>Most entries, of one range or unacknowledged at one consumer; 1 to 1,000.</summary>
    public int Count { get; set; }

    /// <summary>Whether a range goes from the highest down.</summary>
    public bool Reverse { get; set; }

    /// <summary>Whether entries are acknowledged when they were written to the socket.</summary>
    public bool AutoAck { get; set; } = true;

    /// <summary>From which idle time on a consumer takes entries over from others, 0: never; none: the gateway's default.</summary>
    public TimeSpan? MinIdle { get; set; }

    /// <summary>What to acknowledge, 1 to 1,000.</summary>
    public StreamId[] Ids { get; set; } = [];
}
