using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Options;
using Orleans.Realtime.Gateway.Web.Endpoints;
using Orleans.Realtime.Gateway.Web.Sockets;

namespace Orleans.Realtime.Gateway.Web.Hosting;

/// <summary>Kestrel's limits and threads for long-lived connections.</summary>
internal sealed class KestrelSetup(IOptions<HttpOptions> http, IOptions<SocketOptions> sockets)
    : IConfigureOptions<KestrelServerOptions>, IConfigureOptions<SocketTransportOptions>
{
    public void Configure(KestrelServerOptions options)
    {
        options.AddServerHeader = false;
        options.Limits.MaxRequestBodySize = RequestReader.MaxBodyBytes(sockets.Value);
        options.Limits.KeepAliveTimeout = http.Value.KeepAliveTimeout;
        options.Limits.RequestHeadersTimeout = http.Value.RequestHeadersTimeout;
        // Sockets are bounded by memory and descriptors, not by a number of our own choice.
        options.Limits.MaxConcurrentConnections = null;
        options.Limits.MaxConcurrentUpgradedConnections = null;
    }

    public void Configure(SocketTransportOptions options)
    {
        options.UnsafePreferInlineScheduling = http.Value.InlineScheduling ?? HttpOptions.InlineCompletions;
        // A buffer only while bytes are there: what lets thousands of idle connections be cheap.
        options.WaitForDataBeforeAllocatingBuffer = true;
        options.NoDelay = true;
        // A reconnect storm after a restart brings thousands of clients within a second.
        options.Backlog = 4096;
    }
}
