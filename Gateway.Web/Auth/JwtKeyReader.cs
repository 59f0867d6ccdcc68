using System.Security.Cryptography;
using System.Text;
using Microsoft.IdentityModel.Tokens;

namespace Orleans.Realtime.Gateway.Web.Auth;

/// <summary>Reads the keys that the options name.</summary>
internal static class JwtKeyReader
{
    private const string P256 = "1.2.840.10045.3.1.7";

    /// <summary>Shortest secret, in bytes: the size of the hash (RFC 7518 section 3.2).</summary>
    private const int MinSecretBytes = 32;

    /// <summary>Smallest modulus of an RSA key, in bits (RFC 7518 section 3.3).</summary>
    private const int MinRsaBits = 2048;

    /// <summary>All keys that can be used; what is wrong with the others goes to <paramref name="faults"/>, without a word of their content.</summary>
    public static IReadOnlyList<SecurityKey> Read(JwtOptions options, ICollection<string> faults)
    {
        var keys = new List<SecurityKey>();
        if (!string.IsNullOrEmpty(options.Secret))
        {
            byte[] secret = Encoding.UTF8.GetBytes(options.Secret);
            if (secret.Length >= MinSecretBytes)
            {
                keys.Add(new SymmetricSecurityKey(secret));
            }
            else
            {
                faults.Add($"Auth:Jwt:Secret has {secret.Length} bytes: it must have at least {MinSecretBytes}.");
            }
        }

        if (!string.IsNullOrEmpty(options.PublicKeyPemFile))
        {
            ReadFile("Auth:Jwt:PublicKeyPemFile", options.PublicKeyPemFile, PemKeyReader.Read, keys, faults);
        }

        if (!string.IsNullOrEmpty(options.JwksFile))
        {
            ReadFile("Auth:Jwt:JwksFile", options.JwksFile, JwksKeyReader.Read, keys, faults);
        }

        return keys;
    }

    /// <summary>Takes an RSA key, or says what is wrong with it.</summary>
    internal static SecurityKey Take(RSA key, string? keyId)
    {
        using (key)
        {
            // By its numbers: each thread that verifies makes its own RSA of them.
            return key.KeySize >= MinRsaBits
                ? new RsaSecurityKey(key.ExportParameters(includePrivateParameters: false)) { KeyId = keyId }
                : throw new CryptographicException($"an RSA key has {key.KeySize} bits: it must have at least {MinRsaBits}");
        }
    }

    /// <summary>Takes an elliptic curve key, or says what is wrong with it.</summary>
    internal static SecurityKey Take(ECDsa key, string? keyId)
    {
        if (key.ExportParameters(includePrivateParameters: false).Curve.Oid.Value == P256)
        {
            return new ECDsaSecurityKey(key) { KeyId = keyId };
        }

        key.Dispose();
        throw new CryptographicException("an elliptic curve key is not on P-256");
    }

    private static void ReadFile(string option, string path, Func<string, IReadOnlyList<SecurityKey>> read, List<SecurityKey> keys, ICollection<string> faults)
    {
        try
        {
            IReadOnlyList<SecurityKey> found = read(File.ReadAllText(path));
            if (found.Count == 0)
            {
                faults.Add($"{option}: '{path}' holds no public key for RS256 or ES256.");
            }

            keys.AddRange(found);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            faults.Add($"{option}: '{path}' cannot be read: {exception.Message}");
        }
        catch (Exception exception) when (exception is CryptographicException or ArgumentException or FormatException)
        {
            faults.Add($"{option}: '{path}' is not in order: {exception.Message}");
        }
    }
}
