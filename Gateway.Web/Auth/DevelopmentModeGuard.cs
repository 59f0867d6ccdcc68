using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Options;

namespace Orleans.Realtime.Gateway.Web.Auth;

/// <summary>
/// Refuses to start with <c>Auth:Mode=Development</c> on an address that other machines reach. Looks twice: at the configured
/// addresses before the server listens, and at the bound ones before the start is over, since code can bind more.
/// </summary>
internal sealed partial class DevelopmentModeGuard(
    IOptions<AuthOptions> options,
    IConfiguration configuration,
    IServiceProvider services,
    ILogger<DevelopmentModeGuard> logger) : IHostedLifecycleService
{
    /// <inheritdoc />
    public Task StartingAsync(CancellationToken cancellationToken)
    {
        Check(Configured());
        return Task.CompletedTask;
    }

    /// <inheritdoc />
    public Task StartedAsync(CancellationToken cancellationToken)
    {
        Check(services.GetService<IServer>()?.Features.Get<IServerAddressesFeature>()?.Addresses ?? []);
        return Task.CompletedTask;
    }

    /// <inheritdoc />
    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc />
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc />
    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc />
    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Checks addresses.</summary>
    /// <exception cref="OptionsValidationException">One of them is not a loopback address, and that is not allowed.</exception>
    internal void Check(IEnumerable<string> addresses)
    {
        if (options.Value.Mode != AuthMode.Development || addresses.FirstOrDefault(address => !LoopbackAddress.Is(address)) is not { } open)
        {
            return;
        }

        if (options.Value.AllowDevelopmentOnAnyAddress)
        {
            LogOpen(logger, open);
            return;
        }

        throw new OptionsValidationException(
            Options.DefaultName,
            typeof(AuthOptions),
            [$"Auth:Mode is Development, where anyone may be anyone, and {open} is reached by other machines: listen on 127.0.0.1, set Auth:Mode=Jwt, or allow it with Auth:AllowDevelopmentOnAnyAddress=true."]);
    }

    private IEnumerable<string> Configured()
    {
        IEnumerable<string> endpoints = configuration.GetSection("Kestrel:Endpoints").GetChildren().Select(endpoint => endpoint["Url"]).OfType<string>();
        if (endpoints.Any())
        {
            // They replace every other address.
            return endpoints;
        }

        string? urls = configuration[WebHostDefaults.ServerUrlsKey];
        return string.IsNullOrWhiteSpace(urls)
            ? [.. Ports(WebHostDefaults.HttpPortsKey, "http"), .. Ports(WebHostDefaults.HttpsPortsKey, "https")]
            : Split(urls);
    }

    private IEnumerable<string> Ports(string key, string scheme) => Split(configuration[key]).Select(port => $"{scheme}://*:{port}");

    private static string[] Split(string? list) => list?.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [];
}
