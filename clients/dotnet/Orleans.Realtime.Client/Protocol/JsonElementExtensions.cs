using System.Globalization;
using System.Text.Json;

namespace Orleans.Realtime.Client.Protocol;

/// <summary>Reads fields that may be absent or of another kind than a later server sends.</summary>
internal static class JsonElementExtensions
{
    public static string? Text(this JsonElement parent, string field) =>
        TryGet(parent, field, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    public static long? Number(this JsonElement parent, string field) =>
        TryGet(parent, field, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var number) ? number : null;

    public static bool IsTrue(this JsonElement parent, string field) => TryGet(parent, field, out var value) && value.ValueKind == JsonValueKind.True;

    public static DateTimeOffset Time(this JsonElement parent, string field) =>
        DateTimeOffset.TryParse(parent.Text(field), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : default;

    /// <summary>The objects of a list.</summary>
    public static IEnumerable<JsonElement> Objects(this JsonElement parent, string field) =>
        TryGet(parent, field, out var value) && value.ValueKind == JsonValueKind.Array ? value.EnumerateArray().Where(item => item.ValueKind == JsonValueKind.Object) : [];

    /// <summary>The texts of a list.</summary>
    public static IReadOnlyList<string> Texts(this JsonElement parent, string field) =>
        TryGet(parent, field, out var value) && value.ValueKind == JsonValueKind.Array
            ? [.. value.EnumerateArray().Where(item => item.ValueKind == JsonValueKind.String).Select(item => item.GetString()!)]
            : [];

    /// <summary>The fields of an object within, where there is one.</summary>
    public static IEnumerable<JsonProperty> Fields(this JsonElement parent, string field) =>
        TryGet(parent, field, out var value) && value.ValueKind == JsonValueKind.Object ? value.EnumerateObject() : [];

    public static bool TryGet(this JsonElement parent, string field, out JsonElement value)
    {
        value = default;
        return parent.ValueKind == JsonValueKind.Object && parent.TryGetProperty(field, out value);
    }
}
