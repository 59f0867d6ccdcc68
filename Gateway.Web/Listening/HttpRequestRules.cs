using Microsoft.AspNetCore.HostFiltering;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.Options;
using Orleans.Realtime.Gateway.Web.Hosting;

namespace Orleans.Realtime.Gateway.Web.Listening;

/// <summary>
/// What stands between the HTTP server and its endpoints, for requests that do not come that way: which listener serves them, <c>AllowedHosts</c>,
/// and whom a trusted proxy speaks for.
/// </summary>
internal sealed class HttpRequestRules
{
    private static readonly object Passed = new();

    private readonly AdminListener _admin;
    private readonly RequestDelegate _pipeline;

    public HttpRequestRules(
        AdminListener admin,
        IOptions<ForwardedHeadersOptions> forwarded,
        IOptionsMonitor<HostFilteringOptions> hosts,
        ILoggerFactory loggers)
    {
        _admin = admin;
        _pipeline = new HostFilteringMiddleware(Pass, loggers.CreateLogger<HostFilteringMiddleware>(), hosts).Invoke;
        if (forwarded.Value.ForwardedHeaders != ForwardedHeaders.None)
        {
            _pipeline = new ForwardedHeadersMiddleware(_pipeline, loggers, forwarded).Invoke;
        }
    }

    /// <summary>Puts in the client's address what a proxy said of it. False when the request is not to be served as a WebSocket here.</summary>
    public async ValueTask<bool> AdmitAsync(HttpContext request)
    {
        if (_admin.IsAdminPort(request))
        {
            return false;
        }

        await _pipeline(request);
        return request.Items.ContainsKey(Passed);
    }

    private static Task Pass(HttpContext request)
    {
        request.Items[Passed] = Passed;
        return Task.CompletedTask;
    }
}
