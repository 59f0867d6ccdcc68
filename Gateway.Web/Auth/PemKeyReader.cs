using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.IdentityModel.Tokens;

namespace Orleans.Realtime.Gateway.Web.Auth;

/// <summary>Reads public keys from PEM text: any number of <c>PUBLIC KEY</c>, <c>RSA PUBLIC KEY</c> and <c>CERTIFICATE</c> blocks.</summary>
internal static class PemKeyReader
{
    private const string RsaOid = "1.2.840.113549.1.1.1";
    private const string EllipticCurveOid = "1.2.840.10045.2.1";

    /// <summary>The keys, in the order of the text.</summary>
    /// <exception cref="CryptographicException">A block cannot be used, or holds a private key, which has no business here.</exception>
    public static IReadOnlyList<SecurityKey> Read(string text)
    {
        var keys = new List<SecurityKey>();
        ReadOnlySpan<char> rest = text;
        while (PemEncoding.TryFind(rest, out PemFields block))
        {
            ReadOnlySpan<char> label = rest[block.Label];
            byte[] der = Convert.FromBase64String(rest[block.Base64Data].ToString());
            if (label.EndsWith("PRIVATE KEY", StringComparison.Ordinal))
            {
                throw new CryptographicException("it holds a private key: give the public one only");
            }

            if (label.SequenceEqual("RSA PUBLIC KEY"))
            {
                var rsa = RSA.Create();
                rsa.ImportRSAPublicKey(der, out _);
                keys.Add(JwtKeyReader.Take(rsa, keyId: null));
            }
            else if (label.SequenceEqual("PUBLIC KEY"))
            {
                keys.Add(Take(PublicKey.CreateFromSubjectPublicKeyInfo(der, out _)));
            }
            else if (label.SequenceEqual("CERTIFICATE"))
            {
                using X509Certificate2 certificate = X509CertificateLoader.LoadCertificate(der);
                keys.Add(Take(certificate.PublicKey));
            }

            rest = rest[block.Location.End..];
        }

        return keys;
    }

    private static SecurityKey Take(PublicKey key) => key.Oid.Value switch
    {
        RsaOid => JwtKeyReader.Take(key.GetRSAPublicKey()!, keyId: null),
        EllipticCurveOid => JwtKeyReader.Take(key.GetECDsaPublicKey()!, keyId: null),
        _ => throw new CryptographicException("a key is neither RSA nor on an elliptic curve"),
    };
}
