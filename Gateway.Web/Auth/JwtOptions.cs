namespace Orleans.Realtime.Gateway.Web.Auth;

/// <summary>
/// How tokens are checked: section <c>Auth:Jwt</c>. At least one key; several may stand side by side. Files are read at start:
/// for a new key, put it beside the old one and restart the gateways one by one.
/// </summary>
internal sealed class JwtOptions
{
    /// <summary>The secret of HS256 tokens, as text; at least 32 bytes in UTF-8. Default none.</summary>
    public string? Secret { get; set; }

    /// <summary>Path of a PEM file with public keys or certificates, for RS256 (RSA, 2,048 bits or more) and ES256 (P-256). Private keys are refused. Default none.</summary>
    public string? PublicKeyPemFile { get; set; }

    /// <summary>Path of a JSON Web Key Set with public keys for RS256 and ES256; a token's <c>kid</c> chooses among them. Default none.</summary>
    public string? JwksFile { get; set; }

    /// <summary>What the claim <c>iss</c> must be, to the letter. Default none: not checked.</summary>
    public string? Issuer { get; set; }

    /// <summary>What the claim <c>aud</c> must be or hold, to the letter. Default none: not checked.</summary>
    public string? Audience { get; set; }

    /// <summary>How far the issuer's clock may be off when <c>exp</c> and <c>nbf</c> are checked. Default 5 s, range 0 to 10 minutes.</summary>
    public TimeSpan ClockSkew { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Whether there is any key to check a token with.</summary>
    public bool HasKey => !string.IsNullOrEmpty(Secret) || !string.IsNullOrEmpty(PublicKeyPemFile) || !string.IsNullOrEmpty(JwksFile);
}
