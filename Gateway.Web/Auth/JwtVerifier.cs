using System.Buffers;
using System.Buffers.Text;
using System.Text.Json;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using Orleans.Realtime.Gateway.Web.Protocol;

namespace Orleans.Realtime.Gateway.Web.Auth;

/// <summary>
/// Checks signed tokens with <c>Microsoft.IdentityModel.JsonWebTokens</c>: three algorithms, each bound to its kind of key. What is
/// encrypted, too long, ambiguous or demands an extension is refused before the library sees it. Thread-safe.
/// </summary>
internal sealed class JwtVerifier
{
    /// <summary>Longest token, in characters.</summary>
    public const int MaxLength = 8192;

    private const string Malformed = "the token is malformed";

    private static readonly SearchValues<char> Alphabet = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.");

    // Two values for one claim are an ambiguity to be refused, not resolved.
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 16 };

    private readonly JsonWebTokenHandler _handler = new();
    private readonly TokenValidationParameters _parameters;
    private readonly TimeProvider _time;

    /// <summary>A verifier for the keys and the claims of the options.</summary>
    public JwtVerifier(IReadOnlyList<SecurityKey> keys, JwtOptions options, TimeProvider time)
    {
        _time = time;
        _parameters = JwtValidation.Create(keys, options, time);
    }

    /// <summary>Checks a token. The failure's words never repeat any of it.</summary>
    public AuthenticationOutcome Verify(string token)
    {
        if (token.Length > MaxLength)
        {
            return Refuse("the token is too long");
        }

        int dots = token.AsSpan().Count('.');
        if (dots != 2)
        {
            return Refuse(dots == 4 ? "encrypted tokens are not taken" : Malformed);
        }

        int headerEnd = token.IndexOf('.', StringComparison.Ordinal);
        int payloadEnd = token.LastIndexOf('.');
        if (token.AsSpan().ContainsAnyExcept(Alphabet) || payloadEnd + 1 == token.Length || !Base64Url.IsValid(token.AsSpan(payloadEnd + 1)))
        {
            return Refuse(Malformed);
        }

        try
        {
            using var header = JsonDocument.Parse(Base64Url.DecodeFromChars(token.AsSpan(0, headerEnd)), Strict);
            using var payload = JsonDocument.Parse(Base64Url.DecodeFromChars(token.AsSpan((headerEnd + 1)..payloadEnd)), Strict);
            return (RefusalOf(header.RootElement, payload.RootElement) ?? RefusalByLibrary(token)) is { } failure
                ? Refuse(failure)
                : ReadClaims(payload.RootElement);
        }
        catch (Exception exception) when (exception is JsonException or FormatException or InvalidOperationException)
        {
            // InvalidOperationException: a string that is not valid Unicode.
            return Refuse(Malformed);
        }
    }

    private static AuthenticationOutcome Refuse(string failure) => new(null, failure);

    /// <summary>Why the library shall not see the token. Times that are no numbers are here because its versions differ in what they make of them.</summary>
    private static string? RefusalOf(JsonElement header, JsonElement claims)
    {
        if (header.ValueKind != JsonValueKind.Object || claims.ValueKind != JsonValueKind.Object || JwtClaims.Text(header, "alg") is not { } algorithm)
        {
            return Malformed;
        }

        if (header.TryGetProperty("crit", out _))
        {
            return "the token demands an extension that is not known";
        }

        if (!JwtValidation.Algorithms.Contains(algorithm))
        {
            return "the token's algorithm is not taken: HS256, RS256 and ES256 are";
        }

        if (!JwtClaims.TryTime(claims, "exp", out DateTimeOffset? expires) || expires is null)
        {
            return "the token has no valid claim 'exp'";
        }

        return JwtClaims.TryTime(claims, "nbf", out _) ? null : "the token is not valid yet";
    }

    private string? RefusalByLibrary(string token)
    {
        // ValidateTokenAsync, which later versions put in its place, is not in the oldest one that this is built with; no key is fetched, so nothing waits.
#pragma warning disable CS0618
        TokenValidationResult result = _handler.ValidateToken(token, _parameters);
#pragma warning restore CS0618
        if (result.IsValid)
        {
            return null;
        }

        return result.Exception switch
        {
            SecurityTokenInvalidSignatureException => "the token's signature is not valid",
            SecurityTokenExpiredException => "the token has expired",
            SecurityTokenNotYetValidException => "the token is not valid yet",
            SecurityTokenInvalidIssuerException => "the token is from another issuer",
            SecurityTokenInvalidAudienceException => "the token is for another audience",
            _ => Malformed,
        };
    }

    private AuthenticationOutcome ReadClaims(JsonElement claims)
    {
        string? userId = JwtClaims.Text(claims, "sub");
        if (!Identifiers.IsUserId(userId))
        {
            return Refuse($"the token has no valid claim 'sub': a user id has 1 to {Identifiers.MaxUserIdLength} characters, none of them a control character");
        }

        JwtClaims.TryTime(claims, "exp", out DateTimeOffset? expires);
        DateTimeOffset expiresAt = expires.GetValueOrDefault();

        // A token that is taken although it just ran out, for the sake of clocks that differ, would otherwise close its connection at once.
        DateTimeOffset until = expiresAt > _time.GetUtcNow() ? expiresAt : expiresAt + _parameters.ClockSkew;
        return new AuthenticationOutcome(
            new RealtimePrincipal(userId!, JwtClaims.Holds(claims, "role", Roles.Service), JwtClaims.Holds(claims, "role", Roles.Admin), until),
            null);
    }
}
