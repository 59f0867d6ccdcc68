using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Orleans.Realtime.Gateway.Web.Auth;

/// <summary>Reads the keys that the options name.</summary>
internal static class JwtKeyReader
{
    private const string P256 = "1.2.840.10045.3.1.7";

    /// <summary>All keys that can be used; what is wrong with the others goes to <paramref name="faults"/>, without a word of their content.</summary>
    public static IReadOnlyList<JwtKey> Read(JwtOptions options, ICollection<string> faults)
    {
        var keys = new List<JwtKey>();
        if (!string.IsNullOrEmpty(options.Secret))
        {
            byte[] secret = Encoding.UTF8.GetBytes(options.Secret);
            if (secret.Length >= HmacJwtKey.MinBytes)
            {
                keys.Add(new HmacJwtKey(secret));
            }
            else
            {
                faults.Add($"Auth:Jwt:Secret has {secret.Length} bytes: it must have at least {HmacJwtKey.MinBytes}.");
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
    internal static JwtKey Take(RSA key, string? keyId)
    {
        if (key.KeySize >= RsaJwtKey.MinBits)
        {
            return new RsaJwtKey(key, keyId);
        }

        int bits = key.KeySize;
        key.Dispose();
        throw new CryptographicException($"an RSA key has {bits} bits: it must have at least {RsaJwtKey.MinBits}");
    }

    /// <summary>Takes an elliptic curve key, or says what is wrong with it.</summary>
    internal static JwtKey Take(ECDsa key, string? keyId)
    {
        if (key.ExportParameters(includePrivateParameters: false).Curve.Oid.Value == P256)
        {
            return new ECDsaJwtKey(key, keyId);
        }

        key.Dispose();
        throw new CryptographicException("an elliptic curve key is not on P-256");
    }

    private static void ReadFile(string option, string path, Func<string, IReadOnlyList<JwtKey>> read, List<JwtKey> keys, ICollection<string> faults)
    {
        try
        {
            IReadOnlyList<JwtKey> found = read(File.ReadAllText(path));
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
        catch (Exception exception) when (exception is CryptographicException or ArgumentException or FormatException or JsonException or InvalidOperationException)
        {
            faults.Add($"{option}: '{path}' is not in order: {exception.Message}");
        }
    }
}
