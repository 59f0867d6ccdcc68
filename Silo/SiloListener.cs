using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using Orleans.Realtime.Grains.Hosting;
using Orleans.Realtime.ServiceDefaults.Diagnostics;
using Orleans.Runtime;

namespace Orleans.Realtime.Silo;

/// <summary>
/// Answers <c>/health</c>, <c>/ready</c> and <c>/metrics</c> on the addresses of <see cref="HealthOptions.Urls"/>: what orchestrators and
/// Prometheus ask a silo. Registered before Orleans it serves first and ends last, so that a silo that joins or drains can be watched.
/// </summary>
/// <remarks>
/// Kestrel, bare: the images have it anyway. <see cref="System.Net.HttpListener"/> would have to be taught to answer several callers at once, and is
/// no longer developed.
/// </remarks>
internal sealed class SiloListener(
    IOptions<HealthOptions> options,
    IHostApplicationLifetime lifetime,
    IGrainFactory grains,
    ILocalSiloDetails silo,
    MetricCollector metrics) : IHostedService, IAsyncDisposable
{
    private WebApplication? _app;

    /// <summary>The addresses as they were bound; none before the start, and where <see cref="HealthOptions.Urls"/> is empty.</summary>
    public IEnumerable<string> Addresses => _app?.Urls ?? [];

    /// <inheritdoc />
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (options.Value.Addresses.Count == 0)
        {
            return;
        }

        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls([.. options.Value.Addresses]);
        _app = builder.Build();
        _app.Run(AnswerAsync);
        await _app.StartAsync(cancellationToken);
    }

    /// <inheritdoc />
    public Task StopAsync(CancellationToken cancellationToken) => _app?.StopAsync(cancellationToken) ?? Task.CompletedTask;

    /// <inheritdoc />
    public ValueTask DisposeAsync() => Interlocked.Exchange(ref _app, null)?.DisposeAsync() ?? ValueTask.CompletedTask;

    private Task AnswerAsync(HttpContext context) => context.Request.Path.Value switch
    {
        HealthOptions.HealthPath => WriteAsync(context, StatusCodes.Status200OK, "ok\n"),
        HealthOptions.ReadyPath => AnswerReadyAsync(context),
        HealthOptions.MetricsPath => WriteAsync(context, StatusCodes.Status200OK, metrics.Scrape(), PrometheusText.ContentType),
        _ => WriteAsync(context, StatusCodes.Status404NotFound, "not found\n"),
    };

    private async Task AnswerReadyAsync(HttpContext context)
    {
        var isReady = await IsReadyAsync();
        await WriteAsync(context, isReady ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable, isReady ? "ready\n" : "not ready\n");
    }

    private static Task WriteAsync(HttpContext context, int status, string text, string contentType = "text/plain; charset=utf-8")
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = contentType;
        return context.Response.WriteAsync(text, context.RequestAborted);
    }

    private async Task<bool> IsReadyAsync()
    {
        if (!lifetime.ApplicationStarted.IsCancellationRequested || lifetime.ApplicationStopping.IsCancellationRequested)
        {
            return false;
        }

        try
        {
            var hosts = await grains.GetGrain<IManagementGrain>(0).GetHosts(onlyActive: true);
            return hosts.ContainsKey(silo.SiloAddress);
        }
        catch (Exception exception) when (exception is OrleansException or TimeoutException)
        {
            return false;
        }
    }
}
