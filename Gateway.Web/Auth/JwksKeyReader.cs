using System.Security.Cryptography;
using Microsoft.IdentityModel.Tokens;

namespace Orleans.Realtime.Gateway.Web.Auth;

/// <summary>Reads public keys from a JSON Web Key Set (RFC 7517). Keys for other uses and algorithms are passed over.</summary>
internal static class JwksKeyReader
{
    /// <summary>The keys, in the order of the set.</summary>
    /// <exception cref="FormatException">The text is no key set.</exception>
    /// <exception cref="CryptographicException">A key of it cannot be used.</exception>
    public static IReadOnlyList<SecurityKey> Read(string text)
    {
        JsonWebKeySet set = Parse(text);
        foreach (JsonWebKey key in set.Keys.ToList())
        {
            if (!IsWanted(key))
            {
                set.Keys.Remove(key);
            }

            // A certificate beside the key says the same once more, and would be preferred to it.
            key.X5c.Clear();
        }

        IList<SecurityKey> keys = set.GetSigningKeys();
        return keys.Count == set.Keys.Count
            ? [.. keys.Select(Take)]
            : throw new CryptographicException("a key is incomplete or broken");
    }

    private static JsonWebKeySet Parse(string text)
    {
        try
        {
            var set = new JsonWebKeySet(text);
            return set.Keys is { } keys && keys.All(key => key is not null) ? set : throw new ArgumentException("null", nameof(text));
        }
        catch (ArgumentException exception)
        {
            // The library's words may hold the text.
            throw new FormatException("it is no key set: an object with an array 'keys'", exception);
        }
    }

    private static bool IsWanted(JsonWebKey key) =>
        (string.IsNullOrEmpty(key.Use) || key.Use == JsonWebKeyUseNames.Sig)
        && !key.HasPrivateKey
        && (key.Kty, key.Alg, key.Crv) is
            (JsonWebAlgorithmsKeyTypes.RSA, null or "" or SecurityAlgorithms.RsaSha256, _)
            or (JsonWebAlgorithmsKeyTypes.EllipticCurve, null or "" or SecurityAlgorithms.EcdsaSha256, JsonWebKeyECTypes.P256);

    private static SecurityKey Take(SecurityKey key) => key switch
    {
        RsaSecurityKey rsa => JwtKeyReader.Take(RSA.Create(rsa.Parameters), rsa.KeyId),
        ECDsaSecurityKey ec => JwtKeyReader.Take(ec.ECDsa, ec.KeyId),
        _ => throw new CryptographicException("a key is neither RSA nor on an elliptic curve"),
    };
}
