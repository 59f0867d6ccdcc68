namespace Orleans.Realtime.Gateway.Web.Hosting;

/// <summary>Where statistics and metrics are served. Section <c>Admin</c>.</summary>
public sealed class AdminOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Admin";

    /// <summary>
    /// Addresses of a listener for <c>/stats</c>, <c>/api/v1/stats/pubsub</c>, <c>/metrics</c> and <c>/openapi</c> alone, for example
    /// <c>http://127.0.0.1:9090</c>; several are separated by semicolons. They are then gone from the public listener. Empty (the
    /// default): everything is served by every listener. <c>/health</c> and <c>/ready</c> always are. Goes with <c>Urls</c>, not
    /// with <c>Kestrel:Endpoints</c>; no port may serve both sides.
    /// </summary>
    public string Urls { get; set; } = string.Empty;

    /// <summary>The addresses, one by one.</summary>
    internal string[] Addresses => Urls.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
