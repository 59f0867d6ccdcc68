using Microsoft.Extensions.DependencyInjection.Extensions;
using Orleans.Realtime.Gateway.Web.Protocol;
using Orleans.Realtime.ServiceDefaults.Configuration;

namespace Orleans.Realtime.Gateway.Web.Streams;

/// <summary>Registers what the gateway does for streams.</summary>
internal static class StreamServiceCollectionExtensions
{
    /// <summary>Adds it. Needs <c>AddSockets()</c> and <c>AddPublishing()</c>.</summary>
    public static IServiceCollection AddStreams(this IServiceCollection services)
    {
        services.AddOptions<StreamAccessOptions>().BindConfiguration(StreamAccessOptions.Section);
        services.AddValidated<StreamSocketOptions, StreamSocketOptionsValidator>(StreamSocketOptions.Section);
        services.TryAddSingleton<StreamAccess>();
        services.TryAddSingleton<StreamCalls>();
        services.TryAddSingleton<GroupReads>();
        services.TryAddSingleton<StreamFrameParser>();
        services.TryAddSingleton<StreamMetrics>();
        services.TryAddSingleton<StreamOutage>();
        services.TryAddSingleton<StreamFeeds>();
        services.TryAddSingleton<StreamServices>();
        return services;
    }
}
