using System.Security.Cryptography;

namespace Orleans.Realtime.Gateway.Web.Auth;

/// <summary>A shared secret.</summary>
internal sealed class HmacJwtKey(byte[] secret) : JwtKey(JwtAlgorithms.HS256, keyId: null)
{
    /// <summary>Shortest secret, in bytes: the size of the hash (RFC 7518 section 3.2).</summary>
    public const int MinBytes = 32;

    /// <inheritdoc />
    public override bool Verify(ReadOnlySpan<byte> signed, ReadOnlySpan<byte> signature)
    {
        Span<byte> expected = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(secret, signed, expected);
        return CryptographicOperations.FixedTimeEquals(expected, signature);
    }
}
