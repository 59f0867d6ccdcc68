namespace Orleans.Runtime;

/// <summary>The name of a grain type.</summary>
[Immutable]
public readonly struct GrainType : IEquatable<GrainType>, IComparable<GrainType>
{
    private readonly IdSpan _value;

    /// <summary>Wraps a name.</summary>
    public GrainType(IdSpan id) => _value = id;

    /// <summary>The name.</summary>
    public IdSpan Value => _value;

    /// <summary>Whether there is no name.</summary>
    public bool IsDefault => _value.IsDefault;

    /// <summary>Makes one.</summary>
    public static GrainType Create(string value)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(value);
        return new(IdSpan.Create(value));
    }

    /// <summary>Equality.</summary>
    public static bool operator ==(GrainType left, GrainType right) => left.Equals(right);

    /// <summary>Inequality.</summary>
    public static bool operator !=(GrainType left, GrainType right) => !left.Equals(right);

    /// <inheritdoc/>
    public bool Equals(GrainType other) => _value.Equals(other._value);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is GrainType other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => _value.GetHashCode();

    /// <summary>A hash that is the same in every process.</summary>
    public uint GetUniformHashCode() => _value.GetUniformHashCode();

    /// <inheritdoc/>
    public int CompareTo(GrainType other) => _value.CompareTo(other._value);

    /// <inheritdoc/>
    public override string ToString() => _value.ToString();
}
