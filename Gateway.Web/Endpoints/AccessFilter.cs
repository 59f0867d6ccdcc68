using Microsoft.AspNetCore.Http.Features;
using Orleans.Realtime.Gateway.Web.Auth;
using Orleans.Realtime.Gateway.Web.Protocol;
using Orleans.Realtime.Gateway.Web.Streams;
using Orleans.Realtime.Grains.Interfaces.Conversations;

namespace Orleans.Realtime.Gateway.Web.Endpoints;

/// <summary>Checks the caller's credentials and role before a handler runs, and so before a body is read.</summary>
internal static class AccessFilter
{
    /// <summary>Who is calling, once <see cref="Require"/> has admitted it.</summary>
    public static Actor Actor(this HttpContext context)
    {
        var principal = context.Features.GetRequiredFeature<RealtimePrincipal>();
        return new(principal.UserId, principal.IsService, principal.IsAdmin);
    }

    /// <summary>Admits only callers with this access.</summary>
    public static TBuilder Require<TBuilder>(this TBuilder endpoints, Access access)
        where TBuilder : IEndpointConventionBuilder =>
        endpoints.WithMetadata(access).AddEndpointFilter(async (context, next) =>
        {
            var outcome = await context.HttpContext.RequestServices.GetRequiredService<IAuthenticator>().AuthenticateAsync(context.HttpContext);
            if (outcome.Principal is not { } principal)
            {
                return ProblemResult.Of(ErrorCodes.Unauthorized, outcome.Failure ?? "Credentials are missing.");
            }

            context.HttpContext.Features.Set(principal);
            return Refusal(context.HttpContext, access, principal) is { } refusal ? ProblemResult.Of(ErrorCodes.Forbidden, refusal) : await next(context);
        });

    private static string? Refusal(HttpContext context, Access access, RealtimePrincipal principal) => access switch
    {
        Access.Service when !principal.IsService => "This call needs the role 'service'.",
        Access.Admin when !principal.IsAdmin => "This call needs the role 'admin'.",
        Access.Operator when !principal.IsService && !principal.IsAdmin => "This call needs the role 'service' or 'admin'.",
        Access.Streams when !context.RequestServices.GetRequiredService<StreamAccess>().Admits(principal) => StreamAccess.Refusal,
        _ => null,
    };
}
