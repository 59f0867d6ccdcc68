using Microsoft.Extensions.Options;
using Orleans.Realtime.Samples;
using Orleans.Realtime.TaskQueue;

var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { Args = args, ContentRootPath = AppContext.BaseDirectory });
builder.UseRealtimeCluster();
builder.Services.AddOptions<TaskQueueOptions>().BindConfiguration(TaskQueueOptions.Section).ValidateOnStart();
builder.Services.AddSingleton<IValidateOptions<TaskQueueOptions>, TaskQueueOptionsValidator>();
builder.Services.AddHostedService<TaskWorker>();
await builder.Build().RunAsync();
