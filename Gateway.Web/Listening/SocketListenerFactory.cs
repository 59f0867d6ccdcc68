using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Options;
using Orleans.Realtime.Gateway.Web.Hosting;

namespace Orleans.Realtime.Gateway.Web.Listening;

/// <summary>Makes Kestrel's listeners: those which take WebSockets before Kestrel sees them, on TCP; all others are Kestrel's own.</summary>
/// <remarks>The server asks for it while the application is built: what it needs of the services it fetches when it binds.</remarks>
internal sealed class SocketListenerFactory(IOptions<SocketTransportOptions> options, IServiceProvider services) : IConnectionListenerFactory, IConnectionListenerFactorySelector
{
    /// <inheritdoc />
    public bool CanBind(EndPoint endpoint) => endpoint is IPEndPoint && services.GetRequiredService<IOptions<HttpOptions>>().Value.DirectWebSockets;

    /// <inheritdoc />
    [SuppressMessage("Reliability", "CA2000:Dispose objects before losing scope", Justification = "The listener owns the socket.")]
    public ValueTask<IConnectionListener> BindAsync(EndPoint endpoint, CancellationToken cancellationToken = default)
    {
        Socket socket;
        try
        {
            socket = options.Value.CreateBoundListenSocket(endpoint);
        }
        catch (SocketException exception) when (exception.SocketErrorCode == SocketError.AddressAlreadyInUse)
        {
            throw new AddressInUseException(exception.Message, exception);
        }

        socket.Listen(options.Value.Backlog);
        return new ValueTask<IConnectionListener>(ActivatorUtilities.CreateInstance<SocketListener>(services, socket));
    }
}
