namespace Orleans.Realtime.Gateway.Web.Hosting;

/// <summary>Which cluster a gateway is a client of. Section <c>Cluster</c>; without effect in a process that is its own cluster.</summary>
public sealed class ClusterOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Cluster";

    /// <summary>Name of the connection string of the Redis that lists the silos: <c>ConnectionStrings:Redis</c>.</summary>
    public const string RedisConnection = "Redis";

    /// <summary>The cluster, as its silos name it. Text; default <c>realtime</c>; 1 to 64 letters, digits, dots, underscores and hyphens.</summary>
    public string ClusterId { get; set; } = "realtime";

    /// <summary>The service whose data this is, as the silos name it. Text; default <c>realtime</c>; as <see cref="ClusterId"/>.</summary>
    public string ServiceId { get; set; } = "realtime";
}
