using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Options;
using Orleans.Hosting;
using Orleans.Realtime.Grains.Hosting;
using Orleans.Realtime.ServiceDefaults.Diagnostics;
using Orleans.Realtime.Silo;

try
{
    var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { Args = args, ContentRootPath = AppContext.BaseDirectory });
    builder.Services.AddMetricCollector();
    builder.Services.AddSingleton<SiloListener>();
    builder.Services.AddHostedService(services => services.GetRequiredService<SiloListener>());
    builder.UseOrleans(silo => silo.UseRealtimeCluster().AddRealtimeGrains());
    using var host = builder.Build();

    // The host would do it too, but log each fault with its stack first.
    host.Services.GetService<IStartupValidator>()?.Validate();
    await host.StartAsync();
    var addresses = string.Join(", ", host.Services.GetRequiredService<SiloListener>().Addresses);
    Console.WriteLine("Silo is up." + (addresses.Length == 0 ? string.Empty : $" It tells how it is on {addresses}"));
    await host.WaitForShutdownAsync();
    return 0;
}
catch (OptionsValidationException exception)
{
    await Console.Error.WriteLineAsync("Cannot start. " + string.Join(Environment.NewLine, exception.Failures));
    return 1;
}
catch (IOException exception) when (exception.InnerException is AddressInUseException)
{
    await Console.Error.WriteLineAsync("Cannot start. " + exception.Message);
    return 1;
}
