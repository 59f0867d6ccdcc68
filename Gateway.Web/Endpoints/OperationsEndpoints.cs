using Microsoft.AspNetCore.Http.HttpResults;
using Orleans.Realtime.Gateway.Web.Diagnostics;
using Orleans.Realtime.Gateway.Web.Endpoints.Contracts;
using Orleans.Realtime.Gateway.Web.Hosting;
using Orleans.Realtime.ServiceDefaults.Diagnostics;

namespace Orleans.Realtime.Gateway.Web.Endpoints;

/// <summary>What orchestrators and operators ask: health, readiness, statistics, metrics.</summary>
internal static class OperationsEndpoints
{
    public static void MapOperations(this IEndpointRouteBuilder app)
    {
        var every = app.MapGroup(string.Empty).WithTags("Operations").WithMetadata(Access.Anyone, ListenerScope.Every);
        every.MapGet("/health", ReadHealth)
            .Describe("health", "Tells that this process answers.")
            .Produces<Health>();
        every.MapGet("/ready", ReadReadinessAsync)
            .Describe("ready", "Tells whether this gateway wants traffic: 503 while it drains or cannot reach the cluster.")
            .Produces<Readiness>().Produces<Readiness>(StatusCodes.Status503ServiceUnavailable);

        // Load balancers ask so.
        every.MapMethods("/health", [HttpMethods.Head], ReadHealth).ExcludeFromDescription();
        every.MapMethods("/ready", [HttpMethods.Head], ReadReadinessAsync).ExcludeFromDescription();

        var admin = app.MapGroup(string.Empty).WithTags("Operations").WithMetadata(Access.Anyone, ListenerScope.Admin);
        admin.MapGet("/stats", ReadStatsAsync)
            .Describe("stats", "Counts the connections of this gateway and what they do with streams, and lists the gateways and silos of the cluster.")
            .Produces<Stats>();
        admin.MapGet("/api/v1/stats/pubsub", (IGatewayFigures figures) => ApiJson.Ok(figures.PubSub))
            .Describe("pubSubStats", "Counts what this gateway published and received.")
            .Produces<PubSubStats>();
        admin.MapGet("/metrics", (MetricCollector metrics) => TypedResults.Text(metrics.Scrape(), PrometheusText.ContentType))
            .Describe("metrics", "Writes all metrics in the Prometheus text format 0.0.4.")
            .Produces<string>(StatusCodes.Status200OK, "text/plain");
    }

    private static Ok<Health> ReadHealth(IGatewayFigures figures, DrainState drain, TimeProvider time)
    {
        var shards = figures.ClientsByShard;
        return ApiJson.Ok(new Health(drain.Draining ? "draining" : "ok", time.GetUtcNow().ToUnixTimeSeconds(), shards.Sum(), shards.Count));
    }

    private static async Task<IResult> ReadReadinessAsync(ClusterProbe cluster, DrainState drain)
    {
        var status = drain.Draining ? "draining" : await cluster.IsReachableAsync() ? "ready" : "unavailable";
        return TypedResults.Json(
            new Readiness(status), statusCode: status == "ready" ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable);
    }

    private static async Task<Ok<Stats>> ReadStatsAsync(IGatewayFigures figures, TimeProvider time)
    {
        var shards = figures.ClientsByShard;
        var (gateways, silos) = (figures.ListGatewaysAsync(), figures.ListSilosAsync());
        var byName = shards.Select((clients, i) => ($"shard_{i}", new ShardStats(clients))).ToDictionary(StringComparer.Ordinal);
        return ApiJson.Ok(new Stats(shards.Sum(), byName, time.GetUtcNow().ToUnixTimeSeconds(), await gateways, await silos, figures.Streams));
    }
}
