using System.Text.Json;
using Orleans.Lite.Copying;

namespace Orleans.Lite.State;

/// <summary>Parts what is stored from what is in the grain: by serialized members, or as JSON for types without them.</summary>
internal static class StateCopier
{
    public static T? Copy<T>(T? value) =>
        value is null || ImmutableTypes.IsImmutable(typeof(T)) ? value
        : typeof(T).IsDefined(typeof(GenerateSerializerAttribute), inherit: false) || typeof(T).IsGenericType || typeof(T).IsArray ? Copier.Copy(value)
        : JsonSerializer.Deserialize<T>(JsonSerializer.SerializeToUtf8Bytes(value));
}
