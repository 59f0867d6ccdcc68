using Microsoft.Extensions.Options;
using Orleans.Realtime.OrderNotifications;
using Orleans.Realtime.Samples;

var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { Args = args, ContentRootPath = AppContext.BaseDirectory });
builder.UseRealtimeCluster();
builder.Services.AddOptions<OrderOptions>().BindConfiguration(OrderOptions.Section).ValidateOnStart();
builder.Services.AddSingleton<IValidateOptions<OrderOptions>, OrderOptionsValidator>();
builder.Services.AddHostedService<OrderListener>();
builder.Services.AddHostedService<OrderSender>();
await builder.Build().RunAsync();
