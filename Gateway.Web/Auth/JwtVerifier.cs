using System.Buffers;
using System.Buffers.Text;
using System.Text;
using System.Text.Json;
using Orleans.Realtime.Gateway.Web.Protocol;

namespace Orleans.Realtime.Gateway.Web.Auth;

/// <summary>
/// Checks signed tokens (RFC 7519 in the compact form of RFC 7515) and nothing else: three algorithms, each bound to its keys, no
/// encryption, no key out of the token itself, no critical extension. docs/adr says why it is ours.
/// </summary>
internal sealed class JwtVerifier(IReadOnlyList<JwtKey> keys, JwtOptions options, TimeProvider time)
{
    /// <summary>Longest token, in characters.</summary>
    public const int MaxLength = 8192;

    private static readonly SearchValues<char> Alphabet = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_");

    // Two values for one claim are an ambiguity to be refused, not resolved.
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 16 };

    /// <summary>Checks a token. The failure's words never repeat any of it.</summary>
    public AuthenticationOutcome Verify(string token)
    {
        if (token.Length > MaxLength)
        {
            return Refuse("the token is too long");
        }

        int dots = token.AsSpan().Count('.');
        if (dots == 4)
        {
            return Refuse("encrypted tokens are not taken");
        }

        if (dots != 2)
        {
            return Refuse("the token is malformed");
        }

        int headerEnd = token.IndexOf('.', StringComparison.Ordinal);
        int payloadEnd = token.LastIndexOf('.');
        if (!TryDecode(token.AsSpan(0, headerEnd), out byte[] header)
            || !TryDecode(token.AsSpan((headerEnd + 1)..payloadEnd), out byte[] payload)
            || !TryDecode(token.AsSpan(payloadEnd + 1), out byte[] signature))
        {
            return Refuse("the token is malformed");
        }

        try
        {
            // Nothing of the payload is looked at before the signature is known to be good.
            return VerifySignature(header, Encoding.ASCII.GetBytes(token, 0, payloadEnd), signature) is { } failure
                ? Refuse(failure)
                : ReadClaims(payload);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // InvalidOperationException: a string that is not valid Unicode.
            return Refuse("the token is malformed");
        }
    }

    private static AuthenticationOutcome Refuse(string failure) => new(null, failure);

    private static bool TryDecode(ReadOnlySpan<char> part, out byte[] bytes)
    {
        bytes = [];
        if (part.IsEmpty || part.ContainsAnyExcept(Alphabet))
        {
            return false;
        }

        byte[] decoded = new byte[Base64Url.GetMaxDecodedLength(part.Length)];
        if (Base64Url.DecodeFromChars(part, decoded, out _, out int length) != OperationStatus.Done)
        {
            return false;
        }

        bytes = decoded[..length];
        return true;
    }

    private string? VerifySignature(byte[] header, ReadOnlySpan<byte> signed, ReadOnlySpan<byte> signature)
    {
        using JsonDocument document = JsonDocument.Parse(header, Strict);
        if (document.RootElement.ValueKind != JsonValueKind.Object || JwtClaims.Text(document.RootElement, "alg") is not { } algorithm)
        {
            return "the token is malformed";
        }

        if (document.RootElement.TryGetProperty("crit", out _))
        {
            return "the token demands an extension that is not known";
        }

        if (algorithm is not (JwtAlgorithms.HS256 or JwtAlgorithms.RS256 or JwtAlgorithms.ES256))
        {
            return "the token's algorithm is not taken: HS256, RS256 and ES256 are";
        }

        string? keyId = JwtClaims.Text(document.RootElement, "kid");
        foreach (JwtKey key in keys)
        {
            bool named = keyId is null || key.KeyId is null || key.KeyId == keyId;
            if (named && key.Algorithm == algorithm && key.Verify(signed, signature))
            {
                return null;
            }
        }

        return "the token's signature is not valid";
    }

    private AuthenticationOutcome ReadClaims(byte[] payload)
    {
        using JsonDocument document = JsonDocument.Parse(payload, Strict);
        JsonElement claims = document.RootElement;
        if (claims.ValueKind != JsonValueKind.Object)
        {
            return Refuse("the token is malformed");
        }

        DateTimeOffset now = time.GetUtcNow();
        if (!JwtClaims.TryTime(claims, "exp", out DateTimeOffset? expires) || expires is not { } expiresAt)
        {
            return Refuse("the token has no valid claim 'exp'");
        }

        if (now - expiresAt >= options.ClockSkew)
        {
            return Refuse("the token has expired");
        }

        if (!JwtClaims.TryTime(claims, "nbf", out DateTimeOffset? notBefore) || notBefore - now > options.ClockSkew)
        {
            return Refuse("the token is not valid yet");
        }

        if (!string.IsNullOrEmpty(options.Issuer) && JwtClaims.Text(claims, "iss") != options.Issuer)
        {
            return Refuse("the token is from another issuer");
        }

        if (!string.IsNullOrEmpty(options.Audience) && !JwtClaims.Holds(claims, "aud", options.Audience))
        {
            return Refuse("the token is for another audience");
        }

        string? userId = JwtClaims.Text(claims, "sub");
        if (!Identifiers.IsUserId(userId))
        {
            return Refuse($"the token has no valid claim 'sub': a user id has 1 to {Identifiers.MaxUserIdLength} characters, none of them a control character");
        }

        // A token that is taken although it just ran out, for the sake of clocks that differ, would otherwise close its connection at once.
        DateTimeOffset until = expiresAt > now ? expiresAt : expiresAt + options.ClockSkew;
        return new AuthenticationOutcome(
            new RealtimePrincipal(userId!, JwtClaims.Holds(claims, "role", Roles.Service), JwtClaims.Holds(claims, "role", Roles.Admin), until),
            null);
    }
}
