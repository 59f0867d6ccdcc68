using Microsoft.AspNetCore.Http;
using Orleans.Realtime.Gateway.Web.Auth;

namespace Orleans.Realtime.Gateway.Web.Tests.Endpoints;

/// <summary>Believes <c>?user_id=</c> and <c>&amp;role=service</c>, <c>&amp;role=admin</c>.</summary>
internal sealed class QueryAuthenticator : IAuthenticator
{
    public ValueTask<AuthenticationOutcome> AuthenticateAsync(HttpContext context)
    {
        var user = context.Request.Query["user_id"].ToString();
        return ValueTask.FromResult(user.Length == 0
            ? new AuthenticationOutcome(null, "Credentials are missing.")
            : new AuthenticationOutcome(new RealtimePrincipal(user, context.Request.Query["role"].Contains("service"), context.Request.Query["role"].Contains("admin"), null), null));
    }

    public ValueTask<AuthenticationOutcome> AuthenticateTokenAsync(string token) => throw new NotSupportedException();
}
