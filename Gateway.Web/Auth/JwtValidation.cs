using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Orleans.Realtime.Gateway.Web.Auth;

/// <summary>What the library has to insist on.</summary>
internal static class JwtValidation
{
    /// <summary>The signature algorithms that are taken (RFC 7518 section 3.1). Every other one is refused, <c>none</c> first of all.</summary>
    public static readonly IReadOnlyList<string> Algorithms = [SecurityAlgorithms.HmacSha256, SecurityAlgorithms.RsaSha256, SecurityAlgorithms.EcdsaSha256];

    /// <summary>The parameters for these keys and options, by this clock. Used by any number of threads at once.</summary>
    public static TokenValidationParameters Create(IReadOnlyList<SecurityKey> keys, JwtOptions options, TimeProvider time) => new()
    {
        RequireSignedTokens = true,
        RequireExpirationTime = true,
        ValidAlgorithms = Algorithms,
        IssuerSigningKeyResolver = (_, token, keyId, _) => [.. keys.Where(key => Serves(key, ((JsonWebToken)token).Alg, keyId))],
        LifetimeValidator = (notBefore, expires, _, parameters) => CheckLifetime(notBefore, expires, parameters.ClockSkew, time.GetUtcNow().UtcDateTime),
        ClockSkew = options.ClockSkew,
        ValidateIssuer = !string.IsNullOrEmpty(options.Issuer),
        ValidIssuer = options.Issuer,
        ValidateAudience = !string.IsNullOrEmpty(options.Audience),
        ValidAudience = options.Audience,
        IgnoreTrailingSlashWhenValidatingAudience = false,

        // The default one is shared by the whole process and would keep what it made for these keys. What is kept may be disposed of by one thread while another
        // uses it, which refuses a valid token now and then; making it anew costs microseconds, once a connection.
        CryptoProviderFactory = new CryptoProviderFactory { CacheSignatureProviders = false },
    };

    /// <summary>A token cannot choose how a key is used: a public key never serves as the secret of HS256. A key without an id serves any <c>kid</c>.</summary>
    private static bool Serves(SecurityKey key, string algorithm, string? keyId) =>
        algorithm == AlgorithmOf(key) && (string.IsNullOrEmpty(keyId) || string.IsNullOrEmpty(key.KeyId) || key.KeyId == keyId);

    private static string? AlgorithmOf(SecurityKey key) => key switch
    {
        SymmetricSecurityKey => SecurityAlgorithms.HmacSha256,
        RsaSecurityKey => SecurityAlgorithms.RsaSha256,
        ECDsaSecurityKey => SecurityAlgorithms.EcdsaSha256,
        _ => null,
    };

    // Throws where the library would: a plain false would not say which of the two it was.
    private static bool CheckLifetime(DateTime? notBefore, DateTime? expires, TimeSpan skew, DateTime now)
    {
        if (expires is not { } end || now - end >= skew)
        {
            throw new SecurityTokenExpiredException();
        }

        return notBefore is not { } start || start - now <= skew ? true : throw new SecurityTokenNotYetValidException();
    }
}
