namespace Orleans.Realtime.Gateway.Web.Auth;

/// <summary>Checks credentials. One implementation per <c>Auth:Mode</c>.</summary>
internal interface IAuthenticator
{
    /// <summary>Reads the credentials of a request: <c>Authorization: Bearer</c>, <c>?token=</c>, in Development mode <c>?user_id=</c>.</summary>
    ValueTask<AuthenticationOutcome> AuthenticateAsync(HttpContext context);

    /// <summary>Checks a fresh token that a live connection sent.</summary>
    ValueTask<AuthenticationOutcome> AuthenticateTokenAsync(string token);
}
