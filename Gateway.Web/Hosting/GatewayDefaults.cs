using Microsoft.Extensions.Configuration.Memory;

namespace Orleans.Realtime.Gateway.Web.Hosting;

/// <summary>What holds where the configuration says nothing: the lowest of its sources, so that everything can override it.</summary>
internal static class GatewayDefaults
{
    /// <summary>Where the gateway listens by default: on this machine only.</summary>
    public const string Url = "http://127.0.0.1:8080";

    public static void Apply(ConfigurationManager configuration)
    {
        var defaults = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase)
        {
            ["Logging:LogLevel:Default"] = "Warning",
            ["Logging:LogLevel:Orleans.Realtime"] = "Information",
            // An error with its stack for every message that a process which ended does not get: the calls themselves fail, and say so.
            ["Logging:LogLevel:Orleans.Messaging"] = "Critical",
            // The memory storage ends with its silo: an error for everything written afterwards.
            ["Logging:LogLevel:Orleans.Storage.MemoryGrainStorage"] = "Critical",
            // A word about the garbage collector, and a stall of the length of the machine's uptime, at every start.
            ["Logging:LogLevel:Orleans.Runtime.Silo"] = "Error",
            ["Logging:LogLevel:Orleans.Runtime.Watchdog"] = "Error",
            ["Logging:Console:FormatterName"] = "simple",
            ["Logging:Console:FormatterOptions:SingleLine"] = "true",
            ["Logging:Console:FormatterOptions:TimestampFormat"] = "yyyy-MM-dd'T'HH:mm:ss.fff'Z' ",
            ["Logging:Console:FormatterOptions:UseUtcTimestamp"] = "true",
        };
        if (!SaysWhereToListen(configuration))
        {
            defaults[WebHostDefaults.ServerUrlsKey] = Url;
        }

        ((IConfigurationBuilder)configuration).Sources.Insert(0, new MemoryConfigurationSource { InitialData = defaults });

        var admin = configuration[AdminOptions.Section + ':' + nameof(AdminOptions.Urls)];
        if (!string.IsNullOrWhiteSpace(admin) && configuration[WebHostDefaults.ServerUrlsKey] is { } urls)
        {
            configuration.AddInMemoryCollection([new(WebHostDefaults.ServerUrlsKey, urls + ';' + admin), new(PublicUrlsKey, urls)]);
        }
    }

    /// <summary>The configuration key under which the public addresses stay known once the administrator's stand beside them.</summary>
    public const string PublicUrlsKey = "PublicUrls";

    private static bool SaysWhereToListen(ConfigurationManager configuration) =>
        !string.IsNullOrWhiteSpace(configuration[WebHostDefaults.ServerUrlsKey])
        || !string.IsNullOrWhiteSpace(configuration[WebHostDefaults.HttpPortsKey])
        || !string.IsNullOrWhiteSpace(configuration[WebHostDefaults.HttpsPortsKey])
        || configuration.GetSection("Kestrel:Endpoints").Exists();
}
