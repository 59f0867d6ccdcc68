using Orleans.Realtime.Gateway.Web.Hosting;

namespace Orleans.Realtime.Gateway.Web.Endpoints;

/// <summary>Hides endpoints from the listeners that do not serve them: there they are as unknown as any other path.</summary>
internal sealed class ListenerMiddleware(RequestDelegate next, AdminListener admin)
{
    public Task InvokeAsync(HttpContext context)
    {
        if (admin.IsSeparate && context.GetEndpoint() is { } endpoint && !IsServed(endpoint, admin.IsAdminPort(context)))
        {
            context.SetEndpoint(null);
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return Task.CompletedTask;
        }

        return next(context);
    }

    private static bool IsServed(Endpoint endpoint, bool byAdminPort)
    {
        var scope = endpoint.Metadata.OfType<ListenerScope>().LastOrDefault(ListenerScope.Public);
        return scope == ListenerScope.Every || byAdminPort == (scope == ListenerScope.Admin);
    }
}
