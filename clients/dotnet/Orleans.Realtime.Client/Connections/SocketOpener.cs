using System.Globalization;
using System.Net;
using System.Net.WebSockets;

namespace Orleans.Realtime.Client.Connections;

/// <summary>Opens the sockets that the options ask for.</summary>
internal static class SocketOpener
{
    /// <summary>An open socket.</summary>
    /// <exception cref="RealtimeClientException">The server refused the handshake: <c>unauthorized</c>, or <c>unavailable</c>.</exception>
    public static async Task<WebSocket> OpenAsync(RealtimeClientOptions options, Uri address, string? token, CancellationToken cancellationToken)
    {
        if (options.SocketFactory is { } factory)
        {
            return await factory(address, token, cancellationToken).ConfigureAwait(false);
        }

        var socket = new ClientWebSocket();
        try
        {
            // The link watches over silence itself, by frames that the server answers.
            socket.Options.KeepAliveInterval = Timeout.InfiniteTimeSpan;
            socket.Options.CollectHttpResponseDetails = true;
            if (token is not null)
            {
                socket.Options.SetRequestHeader("Authorization", "Bearer " + token);
            }

            options.ConfigureSocket?.Invoke(socket.Options);
            await socket.ConnectAsync(address, cancellationToken).ConfigureAwait(false);
            return socket;
        }
        catch (Exception exception)
        {
            var status = socket.HttpStatusCode;
            socket.Dispose();
            if (status == default || exception is OperationCanceledException)
            {
                throw;
            }

            var code = status == HttpStatusCode.Unauthorized ? RealtimeErrorCodes.Unauthorized : RealtimeErrorCodes.Unavailable;
            throw new RealtimeClientException(code, string.Create(CultureInfo.InvariantCulture, $"The handshake was answered with HTTP {(int)status}."), exception);
        }
    }
}
