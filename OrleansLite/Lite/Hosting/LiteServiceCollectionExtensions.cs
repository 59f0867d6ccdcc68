using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Orleans.Lite.State;

namespace Orleans.Lite.Hosting;

/// <summary>The services of a silo and of a client.</summary>
internal static class LiteServiceCollectionExtensions
{
    public static void AddLiteSilo(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<MemoryStores>();
    }

    public static void AddLiteClient(this IServiceCollection services) => services.TryAddSingleton(TimeProvider.System);

    public static void UseClusterName(this IServiceCollection services, string name) => services.Replace(ServiceDescriptor.Singleton(new ClusterName(name)));
}
