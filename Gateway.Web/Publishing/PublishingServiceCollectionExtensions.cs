using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Orleans.Realtime.ServiceDefaults.Configuration;

namespace Orleans.Realtime.Gateway.Web.Publishing;

/// <summary>Registers publishing.</summary>
internal static class PublishingServiceCollectionExtensions
{
    /// <summary>Adds the publisher and the broadcaster. Needs <c>AddDelivery()</c>.</summary>
    public static IServiceCollection AddPublishing(this IServiceCollection services)
    {
        services.AddValidated<PublishingOptions, PublishingOptionsValidator>(PublishingOptions.Section);
        services.TryAddSingleton<IMessagePublisher, MessagePublisher>();
        services.TryAddSingleton<IBroadcaster, Broadcaster>();
        return services;
    }
}
