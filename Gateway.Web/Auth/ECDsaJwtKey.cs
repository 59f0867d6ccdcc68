using System.Security.Cryptography;

namespace Orleans.Realtime.Gateway.Web.Auth;

/// <summary>A public key on the curve P-256.</summary>
internal sealed class ECDsaJwtKey(ECDsa key, string? keyId) : JwtKey(JwtAlgorithms.ES256, keyId)
{
    /// <summary>Bytes of a signature: r and s, 32 each (RFC 7518 section 3.4).</summary>
    private const int SignatureBytes = 64;

    private readonly Lock _gate = new();

    /// <inheritdoc />
    public override bool Verify(ReadOnlySpan<byte> signed, ReadOnlySpan<byte> signature)
    {
        if (signature.Length != SignatureBytes)
        {
            return false;
        }

        // ECDsa promises nothing about concurrent use.
        lock (_gate)
        {
            return key.VerifyData(signed, signature, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
        }
    }

    /// <inheritdoc />
    public override void Dispose()
    {
        key.Dispose();
        base.Dispose();
    }
}
