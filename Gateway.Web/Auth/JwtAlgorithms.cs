namespace Orleans.Realtime.Gateway.Web.Auth;

/// <summary>The signature algorithms that are taken (RFC 7518 section 3.1). Every other one is refused, <c>none</c> first of all.</summary>
internal static class JwtAlgorithms
{
    /// <summary>HMAC with SHA-256.</summary>
    public const string HS256 = "HS256";

    /// <summary>RSA PKCS #1 v1.5 with SHA-256.</summary>
    public const string RS256 = "RS256";

    /// <summary>ECDSA on P-256 with SHA-256.</summary>
    public const string ES256 = "ES256";
}
