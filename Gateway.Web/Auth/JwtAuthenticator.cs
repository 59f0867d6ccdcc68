namespace Orleans.Realtime.Gateway.Web.Auth;

/// <summary><c>Auth:Mode=Jwt</c>: a signed token, on every request and every socket.</summary>
internal sealed class JwtAuthenticator(JwtVerifier verifier) : IAuthenticator
{
    /// <inheritdoc />
    public ValueTask<AuthenticationOutcome> AuthenticateAsync(HttpContext context) =>
        BearerToken.Find(context.Request) is { Length: > 0 } token
            ? AuthenticateTokenAsync(token)
            : new(new AuthenticationOutcome(null, "credentials are missing: send a token as 'Authorization: Bearer' or '?token='"));

    /// <inheritdoc />
    public ValueTask<AuthenticationOutcome> AuthenticateTokenAsync(string token) => new(verifier.Verify(token));
}
