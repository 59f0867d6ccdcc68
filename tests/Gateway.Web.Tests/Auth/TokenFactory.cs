using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Orleans.Realtime.Gateway.Web.Tests.Auth;

/// <summary>Makes tokens: by the library, and by hand where it would refuse to.</summary>
internal static class TokenFactory
{
    public const string Secret = "a secret of 32 bytes or more, for tests";

    public static readonly DateTimeOffset Now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static readonly RSA Rsa = RSA.Create(2048);

    public static readonly ECDsa EC = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    private static readonly CryptoProviderFactory NoCache = new() { CacheSignatureProviders = false };

    public static SigningCredentials HS256 => Sign(new SymmetricSecurityKey(Encoding.UTF8.GetBytes(Secret)), SecurityAlgorithms.HmacSha256);

    public static SigningCredentials RS256 => Sign(new RsaSecurityKey(Rsa), SecurityAlgorithms.RsaSha256);

    public static SigningCredentials ES256 => Sign(new ECDsaSecurityKey(EC), SecurityAlgorithms.EcdsaSha256);

    public static SigningCredentials Sign(SecurityKey key, string algorithm, string? keyId = null)
    {
        key.KeyId = keyId;
        return new SigningCredentials(key, algorithm) { CryptoProviderFactory = NoCache };
    }

    /// <summary>The claims of a good token; each may be overridden, or removed by null.</summary>
    public static Dictionary<string, object> Claims(params (string Name, object? Value)[] changes)
    {
        var claims = new Dictionary<string, object> { ["sub"] = "u1", ["exp"] = Seconds(TimeSpan.FromMinutes(5)) };
        foreach ((string name, object? value) in changes)
        {
            if (value is null)
            {
                claims.Remove(name);
            }
            else
            {
                claims[name] = value;
            }
        }

        return claims;
    }

    public static long Seconds(TimeSpan fromNow) => (Now + fromNow).ToUnixTimeSeconds();

    public static string Create(SigningCredentials credentials, params (string Name, object? Value)[] changes) =>
        new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(JsonSerializer.Serialize(Claims(changes)), credentials);

    /// <summary>A token whose header and payload are any text, with a good HS256 signature.</summary>
    public static string Raw(string header, string payload)
    {
        string signed = Encode(header) + "." + Encode(payload);
        return signed + "." + Base64UrlEncoder.Encode(HMACSHA256.HashData(Encoding.UTF8.GetBytes(Secret), Encoding.ASCII.GetBytes(signed)));
    }

    public static string Encode(string text) => Base64UrlEncoder.Encode(Encoding.UTF8.GetBytes(text));
}
