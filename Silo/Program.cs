using Microsoft.Extensions.Options;
using Orleans.Hosting;
using Orleans.Realtime.Grains.Hosting;
using Orleans.Realtime.Silo;

try
{
    var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { Args = args, ContentRootPath = AppContext.BaseDirectory });
    builder.UseOrleans(silo => silo.UseRealtimeCluster().AddRealtimeGrains());
    builder.Services.AddHostedService<HealthListener>();
    using var host = builder.Build();

    // The host would do it too, but log each fault with its stack first.
    host.Services.GetService<IStartupValidator>()?.Validate();
    await host.StartAsync();
    Console.WriteLine("Silo is up.");
    await host.WaitForShutdownAsync();
    return 0;
}
catch (OptionsValidationException exception)
{
    await Console.Error.WriteLineAsync("Cannot start. " + string.Join(Environment.NewLine, exception.Failures));
    return 1;
}
