using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing.Patterns;

namespace Orleans.Realtime.Gateway.Web.Endpoints;

/// <summary>
/// Gives the endpoints the ids of the path as the caller escaped them. The server leaves <c>%2F</c> alone when it decodes a path,
/// so that <c>a/b</c> and <c>a%2Fb</c> would be one room. After routing.
/// </summary>
internal sealed class PathIdMiddleware(RequestDelegate next)
{
    public Task InvokeAsync(HttpContext context)
    {
        if (context.Request.Path.Value is { } path
            && path.Contains("%2F", StringComparison.OrdinalIgnoreCase)
            && context.GetEndpoint() is RouteEndpoint endpoint
            && context.Features.Get<IHttpRequestFeature>() is { RawTarget: ['/', ..] target })
        {
            Decode(context.Request.RouteValues, endpoint, target.Split('?', 2)[0].Split('/'), path.Split('/').Length);
        }

        return next(context);
    }

    private static void Decode(RouteValueDictionary values, RouteEndpoint endpoint, string[] raw, int decodedSegments)
    {
        // Dot segments were resolved in the decoded path: what is where in the other is not known then.
        if (raw.Length != decodedSegments)
        {
            return;
        }

        var segments = endpoint.RoutePattern.PathSegments;
        for (var i = 0; i < segments.Count && i + 1 < raw.Length; i++)
        {
            if (segments[i] is { IsSimple: true, Parts: [RoutePatternParameterPart { IsCatchAll: false } parameter] })
            {
                values[parameter.Name] = Uri.UnescapeDataString(raw[i + 1]);
            }
        }
    }
}
