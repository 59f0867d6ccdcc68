using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Orleans.Realtime.Gateway.Web.Delivery;
using Orleans.Realtime.Gateway.Web.Protocol;
using Orleans.Realtime.ServiceDefaults.Configuration;

namespace Orleans.Realtime.Gateway.Web.Sessions;

/// <summary>Registers sessions.</summary>
internal static class SessionServiceCollectionExtensions
{
    /// <summary>Adds sessions. Needs <c>AddSockets()</c>, <c>AddDelivery()</c>, <c>AddPublishing()</c> and an authenticator.</summary>
    public static IServiceCollection AddSessions(this IServiceCollection services)
    {
        services.AddValidated<SessionOptions, SessionOptionsValidator>(SessionOptions.Section);
        services.AddOptions<MessagingOptions>().BindConfiguration(MessagingOptions.Section).ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<MessagingOptions>, MessagingOptionsValidator>());
        services.TryAddSingleton<ClientFrameParser>();
        services.TryAddSingleton<SessionRegistry>();
        services.TryAddSingleton<IConnectionDirectory>(provider => provider.GetRequiredService<SessionRegistry>());
        services.TryAddSingleton<InboxConfirmations>();
        services.TryAddSingleton<ResumeWaits>();
        services.TryAddSingleton<SessionServices>();
        services.TryAddSingleton<SessionDrain>();
        services.AddHostedService<SessionUpkeep>();
        return services;
    }
}
