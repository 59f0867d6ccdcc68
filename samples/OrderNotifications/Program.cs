using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.Hosting;
using Orleans.Realtime.OrderNotifications;
using StackExchange.Redis;

var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { Args = args, ContentRootPath = AppContext.BaseDirectory });

// Standard output is for the events, one line of JSON each.
builder.Logging.ClearProviders().AddConsole(console => console.LogToStandardErrorThreshold = LogLevel.Trace);

var redis = builder.Configuration.GetConnectionString("Redis") ?? "127.0.0.1:6379";
builder.UseOrleansClient(client => client
    .Configure<ClusterOptions>(cluster =>
    {
        cluster.ClusterId = builder.Configuration["Cluster:ClusterId"] ?? "realtime";
        cluster.ServiceId = builder.Configuration["Cluster:ServiceId"] ?? "realtime";
    })
    .Configure<ClientMessagingOptions>(messaging => messaging.ResponseTimeout = TimeSpan.FromSeconds(5))
    .Configure<Orleans.Configuration.GatewayOptions>(gateways => gateways.GatewayListRefreshPeriod = TimeSpan.FromSeconds(1))
    .UseRedisClustering(options =>
    {
        options.ConfigurationOptions = ConfigurationOptions.Parse(redis);
        options.ConfigurationOptions.AbortOnConnectFail = false;
    }));

builder.Services.AddOptions<OrderOptions>().BindConfiguration(OrderOptions.Section).ValidateOnStart();
builder.Services.AddSingleton<IValidateOptions<OrderOptions>, OrderOptionsValidator>();
builder.Services.AddSingleton(TimeProvider.System);
builder.Services.AddSingleton<JsonLines>();
builder.Services.AddHostedService<OrderListener>();
builder.Services.AddHostedService<OrderSender>();
await builder.Build().RunAsync();
