using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Tokens;
using Orleans.Realtime.ServiceDefaults.Configuration;

namespace Orleans.Realtime.Gateway.Web.Auth;

/// <summary>Registers authentication.</summary>
internal static class AuthServiceCollectionExtensions
{
    /// <summary>Adds the <see cref="IAuthenticator"/> of the configured mode, with <see cref="AuthOptions"/> bound to section <c>Auth</c> and checked at start.</summary>
    public static IServiceCollection AddGatewayAuth(this IServiceCollection services)
    {
        services.AddValidated<AuthOptions, AuthOptionsValidator>(AuthOptions.Section);
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(CreateAuthenticator);
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, DevelopmentModeGuard>());
        return services;
    }

    private static IAuthenticator CreateAuthenticator(IServiceProvider services)
    {
        AuthOptions options = services.GetRequiredService<IOptions<AuthOptions>>().Value;

        // The validator has read them already and found no fault.
        IReadOnlyList<SecurityKey> keys = JwtKeyReader.Read(options.Jwt, []);
        var verifier = new JwtVerifier(keys, options.Jwt, services.GetRequiredService<TimeProvider>());
        return options.Mode == AuthMode.Development
            ? new DevelopmentAuthenticator(keys.Count > 0 ? verifier : null, options.AllowDevelopmentOnAnyAddress)
            : new JwtAuthenticator(verifier);
    }
}
