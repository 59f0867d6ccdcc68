using Microsoft.Extensions.DependencyInjection.Extensions;
using Orleans.Realtime.Gateway.Web.Sockets;

namespace Orleans.Realtime.Gateway.Web.Endpoints;

/// <summary>The HTTP API.</summary>
internal static class ApiEndpoints
{
    /// <summary>Adds what the endpoints need.</summary>
    public static IServiceCollection AddGatewayEndpoints(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<RequestReader>();
        services.TryAddSingleton<AdminAudit>();
        services.TryAddSingleton<SessionInspector>();
        services.TryAddSingleton<IWebSocketAdmission, WebSocketAdmission>();
        services.ConfigureHttpJsonOptions(json =>
        {
            ApiJson.Configure(json.SerializerOptions);
            json.SerializerOptions.TypeInfoResolverChain.Insert(0, ApiJsonContext.Default);
        });
        services.AddOpenApi(OpenApiDescription.Name, OpenApiDescription.Configure);
        return services;
    }

    /// <summary>Gives errors their form, and each listener what it serves. Before the endpoints.</summary>
    public static void UseProblems(this WebApplication app)
    {
        app.UseMiddleware<ProblemMiddleware>();
        app.UseRouting();
        app.UseMiddleware<ListenerMiddleware>();
        app.UseMiddleware<PathIdMiddleware>();
    }

    /// <summary>Maps it.</summary>
    public static void MapRealtimeApi(this IEndpointRouteBuilder app)
    {
        var api = app.MapGroup("/api/v1").GivesUsualProblems();
        api.MapEvents();
        api.MapRooms();
        api.MapGroups();
        api.MapMessages();
        api.MapPrivate();
        api.MapStreams();
        api.MapUsers();
        api.MapConnections();
        api.MapAdmin();
        app.MapOpenApi("/openapi/{documentName}.json").WithMetadata(ListenerScope.Admin);
    }
}
