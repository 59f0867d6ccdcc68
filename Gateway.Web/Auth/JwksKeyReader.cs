using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;

namespace Orleans.Realtime.Gateway.Web.Auth;

/// <summary>Reads public keys from a JSON Web Key Set (RFC 7517). Keys for other uses and algorithms are passed over.</summary>
internal static class JwksKeyReader
{
    /// <summary>The keys, in the order of the set.</summary>
    public static IReadOnlyList<JwtKey> Read(string text)
    {
        using JsonDocument document = JsonDocument.Parse(text);
        if (document.RootElement.ValueKind != JsonValueKind.Object || !document.RootElement.TryGetProperty("keys", out JsonElement set) || set.ValueKind != JsonValueKind.Array)
        {
            throw new FormatException("it is no key set: an object with an array 'keys'");
        }

        return [.. set.EnumerateArray().Select(Read).OfType<JwtKey>()];
    }

    private static JwtKey? Read(JsonElement key)
    {
        if (Text(key, "use") is not (null or "sig") || key.TryGetProperty("d", out _))
        {
            return null;
        }

        return (Text(key, "kty"), Text(key, "alg"), Text(key, "crv")) switch
        {
            ("RSA", null or JwtAlgorithms.RS256, _) => JwtKeyReader.Take(
                RSA.Create(new RSAParameters { Modulus = Bytes(key, "n"), Exponent = Bytes(key, "e") }), Text(key, "kid")),
            ("EC", null or JwtAlgorithms.ES256, "P-256") => JwtKeyReader.Take(
                ECDsa.Create(new ECParameters { Curve = ECCurve.NamedCurves.nistP256, Q = new ECPoint { X = Bytes(key, "x"), Y = Bytes(key, "y") } }), Text(key, "kid")),
            _ => null,
        };
    }

    private static string? Text(JsonElement key, string name) => key.TryGetProperty(name, out JsonElement value) ? value.GetString() : null;

    private static byte[] Bytes(JsonElement key, string name) =>
        Base64Url.DecodeFromChars(Text(key, name) ?? throw new FormatException($"a key has no '{name}'"));
}
