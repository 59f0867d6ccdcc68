using System.Net;
using Orleans.Realtime.Gateway.Web.Protocol;

namespace Orleans.Realtime.Gateway.Web.Auth;

/// <summary>
/// <c>Auth:Mode=Development</c>: whoever the query says, <c>?user_id=u1&amp;role=service</c>. Tokens are checked as ever when a key
/// is configured, and refused when there is none: taking them unchecked would hide that they are wrong.
/// </summary>
/// <param name="verifier">Checks tokens; <see langword="null"/> without a key.</param>
/// <param name="anyAddress">Whether callers that did not come over a loopback address are served.</param>
internal sealed class DevelopmentAuthenticator(JwtVerifier? verifier, bool anyAddress) : IAuthenticator
{
    /// <inheritdoc />
    public ValueTask<AuthenticationOutcome> AuthenticateAsync(HttpContext context)
    {
        // The start refuses such addresses already; this covers the moment between listening and that check.
        if (!anyAddress && context.Connection.LocalIpAddress is { } local && !IPAddress.IsLoopback(local))
        {
            return Refuse("Auth:Mode=Development serves loopback addresses only");
        }

        if (BearerToken.Find(context.Request) is { Length: > 0 } token)
        {
            return AuthenticateTokenAsync(token);
        }

        IQueryCollection query = context.Request.Query;
        if (query["user_id"] is not { Count: 1 } userIds)
        {
            return Refuse("credentials are missing: send '?user_id=' (once), as Auth:Mode is Development");
        }

        if (!Identifiers.IsUserId(userIds[0]))
        {
            return Refuse($"user_id must have 1 to {Identifiers.MaxUserIdLength} characters, none of them a control character");
        }

        return new(new AuthenticationOutcome(
            new RealtimePrincipal(userIds[0]!, query["role"].Contains(Roles.Service), query["role"].Contains(Roles.Admin), ExpiresAt: null),
            null));
    }

    /// <inheritdoc />
    public ValueTask<AuthenticationOutcome> AuthenticateTokenAsync(string token) => verifier is null
        ? Refuse("a token was sent, but no key is configured to check it (Auth:Jwt); with Auth:Mode=Development send '?user_id=' instead")
        : new(verifier.Verify(token));

    private static ValueTask<AuthenticationOutcome> Refuse(string failure) => new(new AuthenticationOutcome(null, failure));
}
