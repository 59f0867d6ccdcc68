using System.Globalization;
using System.Text.Json;
using Orleans.Realtime.Grains.Interfaces.Streams;

namespace Orleans.Realtime.LiveStatistics;

/// <summary>How often each key came in one minute, and how far in the stream that was counted.</summary>
/// <param name="Minute">The minute in UTC, <c>2026-11-21T08:00Z</c>; empty before the first event.</param>
/// <param name="Counts">By key.</param>
/// <param name="Through">The id of the last event counted.</param>
internal sealed record MinuteCounts(string Minute, Dictionary<string, long> Counts, string Through)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    /// <summary>Before the first event.</summary>
    public static MinuteCounts Nothing => new(string.Empty, new(StringComparer.Ordinal), StreamId.Zero.ToString());

    /// <summary>Whether an event belongs to this minute.</summary>
    public bool Covers(StreamEntry entry) => MinuteOf(entry) == Minute;

    /// <summary>With one event more: of this minute, or the first of its own.</summary>
    public MinuteCounts With(StreamEntry entry)
    {
        var counts = Covers(entry) ? Counts : new(StringComparer.Ordinal);
        var key = KeyOf(entry);
        counts[key] = counts.GetValueOrDefault(key) + 1;
        return new(MinuteOf(entry), counts, entry.Id.ToString());
    }

    /// <summary>The message for the room.</summary>
    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, Json);

    /// <summary>Reads a message of the room; <see langword="null"/> when it is none of ours.</summary>
    public static MinuteCounts? FromJson(byte[] json)
    {
        try
        {
            return JsonSerializer.Deserialize<MinuteCounts>(json, Json) is { Minute: not null, Counts: not null, Through: not null } counts ? counts : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string MinuteOf(StreamEntry entry) =>
        DateTimeOffset.FromUnixTimeMilliseconds(entry.TimestampMs).ToString("yyyy-MM-dd'T'HH:mm'Z'", CultureInfo.InvariantCulture);

    private static string KeyOf(StreamEntry entry)
    {
        using var json = JsonDocument.Parse(entry.Data);
        return json.RootElement.ValueKind == JsonValueKind.Object && json.RootElement.TryGetProperty("key", out var key) && key.ValueKind == JsonValueKind.String
            ? key.GetString()!
            : "(other)";
    }
}
