using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Options;
using Orleans.Realtime.Gateway.Web.Endpoints;
using Orleans.Realtime.Gateway.Web.Sockets;

namespace Orleans.Realtime.Gateway.Web.Hosting;

/// <summary>
/// Kestrel's limits and threads for long-lived connections. The server is made while the application is built, before the options
/// are checked: reading them unchecked here lets the check at start name every fault, and not only the first that the server met.
/// </summary>
internal sealed class KestrelSetup : IConfigureOptions<KestrelServerOptions>, IConfigureOptions<SocketTransportOptions>
{
    private readonly HttpOptions _http = new();
    private readonly SocketOptions _sockets = new();

    public KestrelSetup(IConfiguration configuration)
    {
        configuration.GetSection(SocketOptions.Section).Bind(_sockets);
        var http = new HttpOptions();
        configuration.GetSection(HttpOptions.Section).Bind(http);
        if (new HttpOptionsValidator().Validate(null, http).Succeeded)
        {
            _http = http;
        }
    }

    public void Configure(KestrelServerOptions options)
    {
        options.AddServerHeader = false;
        options.Limits.MaxRequestBodySize = Math.Max(0, RequestReader.MaxBodyBytesReceived(_sockets));
        options.Limits.KeepAliveTimeout = _http.KeepAliveTimeout;
        options.Limits.RequestHeadersTimeout = _http.RequestHeadersTimeout;
        // Sockets are bounded by memory and descriptors, not by a number of our own choice.
        options.Limits.MaxConcurrentConnections = null;
        options.Limits.MaxConcurrentUpgradedConnections = null;
    }

    public void Configure(SocketTransportOptions options)
    {
        options.UnsafePreferInlineScheduling = _http.InlineScheduling ?? HttpOptions.InlineCompletions;
        // A buffer only while bytes are there: what lets thousands of idle connections be cheap.
        options.WaitForDataBeforeAllocatingBuffer = true;
        options.NoDelay = true;
        // A reconnect storm after a restart brings thousands of clients within a second.
        options.Backlog = 4096;
    }
}
