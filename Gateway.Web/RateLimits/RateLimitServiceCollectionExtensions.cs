using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Orleans.Realtime.ServiceDefaults.Configuration;

namespace Orleans.Realtime.Gateway.Web.RateLimits;

/// <summary>Registers the rate limits.</summary>
internal static class RateLimitServiceCollectionExtensions
{
    /// <summary>Adds <see cref="GatewayRateLimits"/>, with its options bound to section <c>RateLimits</c> and checked at start.</summary>
    public static IServiceCollection AddRateLimits(this IServiceCollection services)
    {
        services.AddValidated<RateLimitOptions, RateLimitOptionsValidator>(RateLimitOptions.Section);
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<GatewayRateLimits>();
        return services;
    }
}
