namespace Orleans.Lite.Hosting;

internal sealed record StartupTask(Func<IServiceProvider, CancellationToken, Task> Execute, int Stage);
