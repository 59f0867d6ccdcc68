namespace Orleans.Runtime;

/// <summary>A part of an identity, with a hash that is the same in every process.</summary>
public readonly struct IdSpan : IEquatable<IdSpan>, IComparable<IdSpan>
{
    private readonly string? _value;
    private readonly int _hash;

    private IdSpan(string value)
    {
        _value = value;
        _hash = StableHash.Of(value);
    }

    /// <summary>Whether there is no value.</summary>
    public bool IsDefault => string.IsNullOrEmpty(_value);

    /// <summary>Makes one.</summary>
    public static IdSpan Create(string id)
    {
        ArgumentNullException.ThrowIfNull(id);
        return new(id);
    }

    /// <summary>Equality.</summary>
    public static bool operator ==(IdSpan left, IdSpan right) => left.Equals(right);

    /// <summary>Inequality.</summary>
    public static bool operator !=(IdSpan left, IdSpan right) => !left.Equals(right);

    /// <inheritdoc/>
    public bool Equals(IdSpan other) => _hash == other._hash && string.Equals(_value, other._value, StringComparison.Ordinal);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is IdSpan other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => _hash;

    /// <summary>A hash that is the same in every process.</summary>
    public uint GetUniformHashCode() => unchecked((uint)_hash);

    /// <inheritdoc/>
    public int CompareTo(IdSpan other) => string.CompareOrdinal(_value, other._value);

    /// <inheritdoc/>
    public override string ToString() => _value ?? string.Empty;
}
