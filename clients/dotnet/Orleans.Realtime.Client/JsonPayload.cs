using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Orleans.Realtime.Client;

/// <summary>
/// A JSON value as its bytes: what was sent is what arrives, integers beyond 2^53 and the order of keys included.
/// The default is <c>null</c>. A text converts to it as a JSON string.
/// </summary>
public readonly struct JsonPayload : IEquatable<JsonPayload>
{
    // As deep as the server takes frames, and the frame around it.
    private const int MaxDepth = 128;
    private const string NeedsReflection = "Trimmed applications name a JsonTypeInfo, or options with a TypeInfoResolver.";

    private static readonly byte[] Null = "null"u8.ToArray();
    private readonly ReadOnlyMemory<byte> _utf8;

    private JsonPayload(ReadOnlyMemory<byte> utf8) => _utf8 = utf8;

    /// <summary>The JSON in UTF-8, as it was written.</summary>
    public ReadOnlyMemory<byte> Utf8 => _utf8.IsEmpty ? Null : _utf8;

    /// <summary>A text becomes a JSON string.</summary>
    public static implicit operator JsonPayload(string? text) => FromString(text);

    /// <summary>An element stays as it was written.</summary>
    public static implicit operator JsonPayload(JsonElement element) => FromElement(element);

    /// <summary>Whether two are written alike.</summary>
    public static bool operator ==(JsonPayload left, JsonPayload right) => left.Equals(right);

    /// <summary>Whether two are written differently.</summary>
    public static bool operator !=(JsonPayload left, JsonPayload right) => !left.Equals(right);

    /// <summary>A text as a JSON string; <c>null</c> as <c>null</c>.</summary>
    public static JsonPayload FromString(string? text) =>
        text is null ? default : new JsonPayload(Encoding.UTF8.GetBytes($"\"{JsonEncodedText.Encode(text)}\""));

    /// <summary>Takes JSON in UTF-8 as it is. The memory is not copied before it is sent: leave it alone until the call that sends has returned.</summary>
    /// <exception cref="JsonException">It is not one JSON value, or nested deeper than 128.</exception>
    public static JsonPayload FromUtf8(ReadOnlyMemory<byte> json)
    {
        var reader = new Utf8JsonReader(json.Span, new JsonReaderOptions { MaxDepth = MaxDepth });
        reader.Read();
        reader.Skip();
        if (reader.Read())
        {
            throw new JsonException("There is more than one JSON value.");
        }

        return new JsonPayload(json);
    }

    /// <summary>Takes JSON as it is.</summary>
    /// <exception cref="JsonException">It is not one JSON value, or nested deeper than 128.</exception>
    public static JsonPayload FromJson(string json) => FromUtf8(Encoding.UTF8.GetBytes(json));

    /// <summary>Takes an element as it was written.</summary>
    public static JsonPayload FromElement(JsonElement element) =>
        element.ValueKind == JsonValueKind.Undefined ? default : new JsonPayload(JsonMarshal.GetRawUtf8Value(element).ToArray());

    /// <summary>Serializes a value by what a source generator wrote for its type.</summary>
    public static JsonPayload From<T>(T value, JsonTypeInfo<T> typeInfo) => new(JsonSerializer.SerializeToUtf8Bytes(value, typeInfo));

    /// <summary>Serializes a value by what the options know of its type.</summary>
    /// <exception cref="NotSupportedException">They know nothing of it.</exception>
    public static JsonPayload From<T>(T value, JsonSerializerOptions options) => From(value, TypeInfo<T>(options));

    /// <summary>Serializes a value by reflection, as <see cref="JsonSerializerOptions.Web"/> has it.</summary>
    [RequiresUnreferencedCode(NeedsReflection)]
    [RequiresDynamicCode(NeedsReflection)]
    public static JsonPayload From<T>(T value) => From(value, JsonSerializerOptions.Web);

    /// <summary>The value as an element that outlives this payload.</summary>
    public JsonElement ToElement()
    {
        var reader = new Utf8JsonReader(Utf8.Span, new JsonReaderOptions { MaxDepth = MaxDepth });
        return JsonElement.ParseValue(ref reader);
    }

    /// <summary>Deserializes by what a source generator wrote for the type.</summary>
    /// <exception cref="JsonException">The value is no such thing.</exception>
    public T? Deserialize<T>(JsonTypeInfo<T> typeInfo) => JsonSerializer.Deserialize(Utf8.Span, typeInfo);

    /// <summary>Deserializes by what the options know of the type.</summary>
    /// <exception cref="JsonException">The value is no such thing.</exception>
    /// <exception cref="NotSupportedException">The options know nothing of the type.</exception>
    public T? Deserialize<T>(JsonSerializerOptions options) => Deserialize(TypeInfo<T>(options));

    /// <summary>Deserializes by reflection, as <see cref="JsonSerializerOptions.Web"/> has it.</summary>
    /// <exception cref="JsonException">The value is no such thing.</exception>
    [RequiresUnreferencedCode(NeedsReflection)]
    [RequiresDynamicCode(NeedsReflection)]
    public T? Deserialize<T>() => Deserialize<T>(JsonSerializerOptions.Web);

    /// <inheritdoc/>
    public bool Equals(JsonPayload other) => Utf8.Span.SequenceEqual(other.Utf8.Span);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is JsonPayload other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = default(HashCode);
        hash.AddBytes(Utf8.Span);
        return hash.ToHashCode();
    }

    /// <summary>The JSON as text.</summary>
    public override string ToString() => Encoding.UTF8.GetString(Utf8.Span);

    internal static JsonPayload Trusted(ReadOnlyMemory<byte> json) => new(json);

    private static JsonTypeInfo<T> TypeInfo<T>(JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return (JsonTypeInfo<T>)options.GetTypeInfo(typeof(T));
    }
}
