using Orleans.Realtime.Gateway.Web.Auth;
using Orleans.Realtime.Gateway.Web.ConsolePage;
using Orleans.Realtime.Gateway.Web.Delivery;
using Orleans.Realtime.Gateway.Web.Diagnostics;
using Orleans.Realtime.Gateway.Web.Endpoints;
using Orleans.Realtime.Gateway.Web.Listening;
using Orleans.Realtime.Gateway.Web.Publishing;
using Orleans.Realtime.Gateway.Web.RateLimits;
using Orleans.Realtime.Gateway.Web.Sessions;
using Orleans.Realtime.Gateway.Web.Sockets;
using Orleans.Realtime.Gateway.Web.Streams;

namespace Orleans.Realtime.Gateway.Web.Hosting;

/// <summary>Makes a web application a gateway: what it consists of, as a table of contents.</summary>
public static class RealtimeGatewayExtensions
{
    /// <summary>
    /// Adds the gateway. The application brings the cluster: <c>UseOrleansClient</c>, or <c>UseOrleans</c> where silo and gateway
    /// share a process.
    /// </summary>
    public static WebApplicationBuilder AddRealtimeGateway(this WebApplicationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        GatewayDefaults.Apply(builder.Configuration);
        builder.AddHttpServer();
        builder.Services
            .AddClusterCalls()
            .AddGatewayAuth()
            .AddRateLimits()
            .AddSockets()
            .AddDelivery()
            .AddPublishing()
            .AddStreams()
            .AddSessions()
            .AddGatewayEndpoints()
            .AddConsolePage()
            .AddListening()
            .AddGatewayDiagnostics()
            .AddGatewayDrain();
        return builder;
    }

    /// <summary>Maps the WebSocket, the HTTP API, what operators look at, and the console page.</summary>
    public static WebApplication MapRealtimeGateway(this WebApplication app)
    {
        ArgumentNullException.ThrowIfNull(app);
        app.UseProblems();
        app.MapRealtimeSocket();
        app.MapRealtimeApi();
        app.MapOperations();
        app.MapConsole();
        return app;
    }
}
