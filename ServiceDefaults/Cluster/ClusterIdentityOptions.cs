using Microsoft.Extensions.Options;

namespace Orleans.Realtime.ServiceDefaults.Cluster;

/// <summary>Which cluster a process belongs to. Section <c>Cluster</c>.</summary>
public sealed class ClusterIdentityOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Cluster";

    /// <summary>Name of the connection string of the Redis that holds cluster and logs: <c>ConnectionStrings:Redis</c>.</summary>
    public const string RedisConnection = "Redis";

    /// <summary>
    /// The cluster: silos and gateways with the same name find each other; without effect in the embedded server, which is its own. Text; default <c>realtime</c>; 1 to 64 letters, digits, dots, underscores
    /// and hyphens.
    /// </summary>
    public string ClusterId { get; set; } = "realtime";

    /// <summary>
    /// The service whose data this is: begins all keys in Redis. It stays when the cluster is replaced by another, as in a blue-green deployment. Text; default <c>realtime</c>; as
    /// <see cref="ClusterId"/>.
    /// </summary>
    public string ServiceId { get; set; } = "realtime";

    /// <summary>What a process says that should join a cluster and was not told where it meets the others.</summary>
    public static OptionsValidationException NoRedis() =>
        new(Section, typeof(ClusterIdentityOptions), ["ConnectionStrings:Redis is empty: silos and gateways find each other there."]);
}
