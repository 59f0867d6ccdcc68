using System.Text.Json.Serialization;

namespace Orleans.Runtime;

/// <summary>The identity of a grain: <c>type/key</c>.</summary>
[Immutable]
[JsonConverter(typeof(GrainIdJsonConverter))]
public readonly struct GrainId : IEquatable<GrainId>, IComparable<GrainId>
{
    /// <summary>Of type and key.</summary>
    public GrainId(GrainType type, IdSpan key)
    {
        Type = type;
        Key = key;
    }

    /// <summary>The grain type.</summary>
    public GrainType Type { get; }

    /// <summary>The key.</summary>
    public IdSpan Key { get; }

    /// <summary>Whether it is empty.</summary>
    public bool IsDefault => Type.IsDefault && Key.IsDefault;

    /// <summary>Of type and key.</summary>
    public static GrainId Create(string type, string key) => Create(GrainType.Create(type), key);

    /// <summary>Of type and key.</summary>
    public static GrainId Create(GrainType type, string key)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(key);
        return new(type, IdSpan.Create(key));
    }

    /// <summary>Of type and key.</summary>
    public static GrainId Create(GrainType type, IdSpan key) => new(type, key);

    /// <summary>Reads what <see cref="ToString"/> wrote.</summary>
    /// <exception cref="ArgumentException">There is no slash.</exception>
    public static GrainId Parse(string value, IFormatProvider? provider = null) =>
        TryParse(value, provider, out var result) ? result : throw new ArgumentException($"Unable to parse \"{value}\" as a grain id", nameof(value));

    /// <summary>Reads what <see cref="ToString"/> wrote.</summary>
    public static bool TryParse(string? value, out GrainId result) => TryParse(value, null, out result);

    /// <summary>Reads what <see cref="ToString"/> wrote.</summary>
    public static bool TryParse(string? value, IFormatProvider? provider, out GrainId result)
    {
        var slash = value?.IndexOf('/', StringComparison.Ordinal) ?? -1;
        result = slash < 0 ? default : new(new GrainType(IdSpan.Create(value![..slash])), IdSpan.Create(value[(slash + 1)..]));
        return slash >= 0;
    }

    /// <summary>Equality.</summary>
    public static bool operator ==(GrainId left, GrainId right) => left.Equals(right);

    /// <summary>Inequality.</summary>
    public static bool operator !=(GrainId left, GrainId right) => !left.Equals(right);

    /// <inheritdoc/>
    public bool Equals(GrainId other) => Key.Equals(other.Key) && Type.Equals(other.Type);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is GrainId other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => unchecked((int)GetUniformHashCode());

    /// <summary>A hash that is the same in every process.</summary>
    public uint GetUniformHashCode() => unchecked((Type.GetUniformHashCode() * 31) + Key.GetUniformHashCode());

    /// <inheritdoc/>
    public int CompareTo(GrainId other) => Type.CompareTo(other.Type) is var byType && byType != 0 ? byType : Key.CompareTo(other.Key);

    /// <inheritdoc/>
    public override string ToString() => $"{Type}/{Key}";
}
