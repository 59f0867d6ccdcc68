using Microsoft.Extensions.Options;
using Orleans.Hosting;
using Orleans.Realtime.Grains.Hosting;

var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { Args = args, ContentRootPath = AppContext.BaseDirectory });
builder.UseOrleans(silo => silo
    .UseLocalhostClustering()
    .AddRealtimeMemoryStorage()
    .AddRealtimeGrains());
using var host = builder.Build();
try
{
    // The host would do it too, but log each fault with its stack first.
    host.Services.GetService<IStartupValidator>()?.Validate();
}
catch (OptionsValidationException exception)
{
    await Console.Error.WriteLineAsync("Cannot start. " + string.Join(Environment.NewLine, exception.Failures));
    return 1;
}

await host.RunAsync();
return 0;
