using Microsoft.Extensions.Options;
using Orleans.Realtime.LiveStatistics;
using Orleans.Realtime.Samples;

var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { Args = args, ContentRootPath = AppContext.BaseDirectory });
builder.UseRealtimeCluster();
builder.Services.AddOptions<StatisticsOptions>().BindConfiguration(StatisticsOptions.Section).ValidateOnStart();
builder.Services.AddSingleton<IValidateOptions<StatisticsOptions>, StatisticsOptionsValidator>();
builder.Services.AddHostedService<StatisticsService>();
await builder.Build().RunAsync();
