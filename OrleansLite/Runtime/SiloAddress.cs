using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;

namespace Orleans.Runtime;

/// <summary>One run of one silo: end point and generation. A client's has a negative generation.</summary>
[Immutable]
public sealed class SiloAddress : IEquatable<SiloAddress>, IComparable<SiloAddress>
{
    private readonly string _text;
    private readonly int _hash;

    private SiloAddress(IPEndPoint endpoint, int generation)
    {
        Endpoint = endpoint;
        Generation = generation;
        _text = string.Create(CultureInfo.InvariantCulture, $"{endpoint.Address}:{endpoint.Port}@{generation}");
        _hash = StableHash.Of(_text);
    }

    /// <summary>No silo.</summary>
    public static SiloAddress Zero { get; } = New(new IPAddress(0), 0, 0);

    /// <summary>Address and port.</summary>
    public IPEndPoint Endpoint { get; }

    /// <summary>Which run.</summary>
    public int Generation { get; }

    /// <summary>Whether it is a client's.</summary>
    public bool IsClient => Generation < 0;

    /// <summary>Makes one.</summary>
    public static SiloAddress New(IPEndPoint ep, int gen)
    {
        ArgumentNullException.ThrowIfNull(ep);
        return new(ep, gen);
    }

    /// <summary>Makes one.</summary>
    public static SiloAddress New(IPAddress address, int port, int generation) => new(new(address, port), generation);

    /// <summary>Reads what <see cref="ToParsableString"/> wrote.</summary>
    /// <exception cref="FormatException">It is not that.</exception>
    public static SiloAddress FromParsableString(string addr) =>
        TryParse(addr, out var result) ? result : throw new FormatException($"\"{addr}\" is no silo address");

    /// <summary>Reads what <see cref="ToParsableString"/> wrote.</summary>
    public static bool TryParse([NotNullWhen(true)] string? value, [NotNullWhen(true)] out SiloAddress? result)
    {
        var at = value?.LastIndexOf('@') ?? -1;
        result = at > 0
            && IPEndPoint.TryParse(value.AsSpan(0, at), out var endpoint)
            && int.TryParse(value.AsSpan(at + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var generation)
            ? new(endpoint, generation)
            : null;
        return result is not null;
    }

    /// <summary>Text that can be read back.</summary>
    public string ToParsableString() => _text;

    /// <summary>A hash that is the same in every process.</summary>
    public int GetConsistentHashCode() => _hash;

    /// <inheritdoc/>
    public bool Equals([NotNullWhen(true)] SiloAddress? other) =>
        ReferenceEquals(this, other) || (other is not null && _hash == other._hash && string.Equals(_text, other._text, StringComparison.Ordinal));

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as SiloAddress);

    /// <inheritdoc/>
    public override int GetHashCode() => _hash;

    /// <inheritdoc/>
    public int CompareTo(SiloAddress? other) => string.CompareOrdinal(_text, other?._text);

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{(IsClient ? 'C' : 'S')}{Endpoint}:{Generation}");
}
