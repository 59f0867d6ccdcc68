using Microsoft.Extensions.DependencyInjection;
using Orleans.Lite.Hosting;
using Orleans.Runtime;

namespace Orleans.Hosting;

/// <summary>Work at the silo's start.</summary>
public static class SiloBuilderStartupExtensions
{
    /// <summary>Runs <typeparamref name="TStartup"/> when the silo is up. <paramref name="stage"/> orders tasks.</summary>
    public static ISiloBuilder AddStartupTask<TStartup>(this ISiloBuilder builder, int stage = 20000)
        where TStartup : class, IStartupTask
        => builder.AddStartupTask((services, token) => ActivatorUtilities.GetServiceOrCreateInstance<TStartup>(services).Execute(token), stage);

    /// <summary>Runs <paramref name="startupTask"/> when the silo is up. <paramref name="stage"/> orders tasks.</summary>
    public static ISiloBuilder AddStartupTask(this ISiloBuilder builder, IStartupTask startupTask, int stage = 20000)
        => builder.AddStartupTask((_, token) => startupTask.Execute(token), stage);

    /// <summary>Runs <paramref name="startupTask"/> when the silo is up. <paramref name="stage"/> orders tasks.</summary>
    public static ISiloBuilder AddStartupTask(this ISiloBuilder builder, Func<IServiceProvider, CancellationToken, Task> startupTask, int stage = 20000)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddSingleton(new StartupTask(startupTask, stage));
        return builder;
    }
}
