using Orleans.Realtime.ServiceDefaults.Configuration;

namespace Orleans.Realtime.Gateway.Web.ConsolePage;

/// <summary>Registers the console page.</summary>
internal static class ConsoleServiceCollectionExtensions
{
    /// <summary>Adds the check of its options.</summary>
    public static IServiceCollection AddConsolePage(this IServiceCollection services) =>
        services.AddValidated<ConsoleOptions, ConsoleOptionsValidator>(ConsoleOptions.Section);
}
