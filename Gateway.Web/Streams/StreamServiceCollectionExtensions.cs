using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Orleans.Realtime.Gateway.Web.Streams;

/// <summary>Registers what the gateway does for streams.</summary>
internal static class StreamServiceCollectionExtensions
{
    /// <summary>Adds it.</summary>
    public static IServiceCollection AddStreams(this IServiceCollection services)
    {
        services.AddOptions<StreamAccessOptions>().BindConfiguration(StreamAccessOptions.Section);
        services.TryAddSingleton<StreamAccess>();
        services.TryAddSingleton<StreamCalls>();
        services.TryAddSingleton<GroupReads>();
        return services;
    }
}
