using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Orleans.Realtime.Gateway.Web.Publishing;

/// <summary>Registers publishing.</summary>
internal static class PublishingServiceCollectionExtensions
{
    /// <summary>Adds the publisher and the broadcaster. Needs <c>AddDelivery()</c>.</summary>
    public static IServiceCollection AddPublishing(this IServiceCollection services)
    {
        services.AddOptions<PublishingOptions>().BindConfiguration(PublishingOptions.Section).ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<PublishingOptions>, PublishingOptionsValidator>());
        services.TryAddSingleton<IMessagePublisher, MessagePublisher>();
        services.TryAddSingleton<IBroadcaster, Broadcaster>();
        return services;
    }
}
