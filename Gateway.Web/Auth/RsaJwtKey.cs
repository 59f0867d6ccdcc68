using System.Security.Cryptography;

namespace Orleans.Realtime.Gateway.Web.Auth;

/// <summary>An RSA public key.</summary>
internal sealed class RsaJwtKey(RSA key, string? keyId) : JwtKey(JwtAlgorithms.RS256, keyId)
{
    /// <summary>Smallest modulus, in bits (RFC 7518 section 3.3).</summary>
    public const int MinBits = 2048;

    private readonly Lock _gate = new();

    /// <inheritdoc />
    public override bool Verify(ReadOnlySpan<byte> signed, ReadOnlySpan<byte> signature)
    {
        // RSA promises nothing about concurrent use.
        lock (_gate)
        {
            return key.VerifyData(signed, signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        }
    }

    /// <inheritdoc />
    public override void Dispose()
    {
        key.Dispose();
        base.Dispose();
    }
}
