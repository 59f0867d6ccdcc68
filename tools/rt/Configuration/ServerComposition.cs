using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.Realtime.Gateway.Web.Hosting;
using Orleans.Realtime.Grains.Hosting;
using Orleans.Realtime.ServiceDefaults.Cluster;
using Orleans.Realtime.ServiceDefaults.Diagnostics;

namespace Orleans.Realtime.Cli.Configuration;

/// <summary>
/// What a server registers, made by the servers' own <c>AddRealtimeGateway</c> and <c>AddRealtimeGrains</c>. So the check knows every options type and validator
/// that the server of this version has, those too that nobody told it of, and none of them is written twice. Nothing is started: the services are asked for their
/// options and thrown away.
/// </summary>
/// <remarks>
/// The tool references gateway and grains at once, as the embedded server does and no product project may. The other way, a switch <c>--check-config</c> of each
/// server that the tool runs as a process, would check with the very binaries that are deployed, but a tool that was installed alone has no servers beside it.
/// </remarks>
internal static class ServerComposition
{
    private const string AuthMode = "Auth:Mode";

    /// <summary>The services of a server with this configuration.</summary>
    public static IServiceCollection Compose(ServerKind kind, IConfiguration configuration)
    {
        // Whatever this process itself was given must not count: not its environment, not a file beside it.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Configuration.Sources.Clear();
        if (kind == ServerKind.Embedded)
        {
            // The embedded server's own default, overridden by everything.
            builder.Configuration.AddInMemoryCollection([KeyValuePair.Create(AuthMode, (string?)"Development")]);
        }

        builder.Configuration.AddConfiguration(configuration);
        if (kind != ServerKind.Silo)
        {
            builder.AddRealtimeGateway();
        }

        if (kind != ServerKind.Gateway)
        {
            builder.Services.AddMetricCollector();
            new SiloSettings(builder.Services, builder.Configuration).AddRealtimeGrains();
        }

        var service = builder.Configuration[$"{ClusterIdentityOptions.Section}:{nameof(ClusterIdentityOptions.ServiceId)}"] ?? new ClusterIdentityOptions().ServiceId;
        builder.Services.Configure<ClusterOptions>(cluster => cluster.ServiceId = service);
        builder.Services.AddLogging();
        builder.Services.Replace(ServiceDescriptor.Singleton(typeof(IOptions<>), typeof(UncheckedOptions<>)));
        return builder.Services;
    }
}
