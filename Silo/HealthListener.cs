using System.Net;
using System.Text;
using Microsoft.Extensions.Options;
using Orleans.Realtime.Grains.Hosting;
using Orleans.Runtime;

namespace Orleans.Realtime.Silo;

/// <summary>
/// Answers <c>/health</c> and <c>/ready</c> on the addresses of <see cref="HealthOptions.Urls"/>: what an orchestrator asks a silo. Two fixed answers, so
/// that a silo needs no web framework.
/// </summary>
internal sealed class HealthListener(
    IOptions<HealthOptions> options,
    IHostApplicationLifetime lifetime,
    IGrainFactory grains,
    ILocalSiloDetails silo) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var addresses = options.Value.Addresses;
        if (addresses.Count == 0)
        {
            return;
        }

        using var listener = new HttpListener();
        foreach (var address in addresses)
        {
            listener.Prefixes.Add(address.EndsWith('/') ? address : address + "/");
        }

        listener.Start();
        await using var stop = stoppingToken.Register(listener.Abort);
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await AnswerAsync(await listener.GetContextAsync());
            }
            catch (Exception exception) when (exception is HttpListenerException or ObjectDisposedException or IOException)
            {
                // The caller went away, or the listener was told to end: the loop's condition knows which.
            }
        }
    }

    private async Task AnswerAsync(HttpListenerContext context)
    {
        var (status, text) = context.Request.Url?.AbsolutePath switch
        {
            HealthOptions.HealthPath => (HttpStatusCode.OK, "ok"),
            HealthOptions.ReadyPath => await IsReadyAsync() ? (HttpStatusCode.OK, "ready") : (HttpStatusCode.ServiceUnavailable, "not ready"),
            _ => (HttpStatusCode.NotFound, "not found"),
        };
        context.Response.StatusCode = (int)status;
        context.Response.ContentType = "text/plain";
        await context.Response.OutputStream.WriteAsync(Encoding.ASCII.GetBytes(text + "\n"));
        context.Response.Close();
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
