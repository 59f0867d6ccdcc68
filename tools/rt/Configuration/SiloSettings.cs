using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Hosting;

namespace Orleans.Realtime.Cli.Configuration;

/// <summary>A silo of which only the options are wanted: no runtime behind it.</summary>
internal sealed class SiloSettings(IServiceCollection services, IConfiguration configuration) : ISiloBuilder
{
    /// <inheritdoc />
    public IServiceCollection Services { get; } = services;

    /// <inheritdoc />
    public IConfiguration Configuration { get; } = configuration;
}
