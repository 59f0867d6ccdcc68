using System.Buffers;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.Options;
using Orleans.Realtime.Gateway.Web.Hosting;
using Orleans.Realtime.Gateway.Web.Sockets;

namespace Orleans.Realtime.Gateway.Web.Listening;

/// <summary>
/// Takes WebSockets off the listener. It looks at what a client sends without consuming it, and consumes only what it has accepted: whatever it
/// does not take is a connection of which nothing was read.
/// </summary>
internal sealed partial class WebSocketIntake(
    IWebSocketAdmission admission,
    HttpRequestRules rules,
    ConnectionWheel wheel,
    IOptions<HttpOptions> http,
    TimeProvider time,
    IServiceProvider services,
    ILogger<WebSocketIntake> logger)
{
    // Heads of clients with a token in the query and cookies have 2 to 4 KiB. A longer one, or one that comes slowly, is HTTP's.
    private const int LongestHead = 8 * 1024;

    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMilliseconds(128);

    /// <summary>Takes the socket if it asks for a WebSocket that is let in.</summary>
    /// <param name="socket">The socket, just accepted.</param>
    /// <param name="open">Where it is noted if it is taken.</param>
    /// <param name="ending">The listener ends.</param>
    /// <returns>False when it is the HTTP server's, as it came.</returns>
    /// <exception cref="SocketException">The connection broke.</exception>
    /// <exception cref="OperationCanceledException">The server ends.</exception>
    public async ValueTask<bool> TryTakeAsync(Socket socket, OpenTransports open, CancellationToken ending)
    {
        // A read must come back at once, whatever the kernel says about readiness.
        socket.Blocking = false;
        await WaitForBytesAsync(socket, ending);

        var buffer = ArrayPool<byte>.Shared.Rent(LongestHead);
        try
        {
            var pause = FirstPause;
            while (true)
            {
                var length = socket.Receive(buffer.AsSpan(0, LongestHead), SocketFlags.Peek, out var error);
                if (error != SocketError.Success)
                {
                    return false;
                }

                switch (RequestHead.Read(buffer, length, out var head, out var headLength))
                {
                    case RequestHeadState.Complete:
                        return await TryTakeAsync(socket, open, head!, buffer, length, headLength);
                    case RequestHeadState.Incomplete when length is > 0 and < LongestHead && pause <= LongestPause:
                        // Nothing tells when there is more than has been looked at.
                        await Task.Delay(pause, time, ending);
                        pause *= 2;
                        break;
                    default:
                        return false;
                }
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    // One that says nothing is closed after the time that the HTTP server would give it.
    private async ValueTask WaitForBytesAsync(Socket socket, CancellationToken ending)
    {
        var newcomer = new Newcomer(socket);
        wheel.Add(newcomer, wheel.Now + (long)http.Value.KeepAliveTimeout.TotalMilliseconds);
        using var registration = ending.UnsafeRegister(static newcomer => ((Newcomer)newcomer!).SendAway(), newcomer);
        try
        {
            // A token would stay with the socket, and its source in memory, for as long as that lives.
            await socket.ReceiveAsync(Memory<byte>.Empty, SocketFlags.None, CancellationToken.None);
        }
        finally
        {
            wheel.Remove(newcomer);
        }
    }

    private async ValueTask<bool> TryTakeAsync(Socket socket, OpenTransports open, RequestHead head, byte[] buffer, int length, int headLength)
    {
        if (await JudgeAsync(head.ToContext(socket.LocalEndPoint as IPEndPoint, socket.RemoteEndPoint as IPEndPoint, services)) is not { } accepted)
        {
            return false;
        }

        // All of this has been seen, so it comes at once.
        socket.Receive(buffer.AsSpan(0, length), SocketFlags.None);
        var transport = new TcpTransport(socket, open);
        try
        {
            await transport.WriteAsync(Encoding.ASCII.GetBytes(WebSocketHandshake.Response(accepted.Handshake!)));
            _ = admission.RunAsync(accepted, transport, buffer.AsSpan(headLength, length - headLength));
            return true;
        }
        catch
        {
            await transport.DisposeAsync();
            throw;
        }
    }

    private async ValueTask<WebSocketJudgement?> JudgeAsync(HttpContext request)
    {
        try
        {
            return await rules.AdmitAsync(request) && await admission.JudgeAsync(request) is { IsAccepted: true } accepted ? accepted : null;
        }
        catch (Exception exception)
        {
            // The HTTP server judges it anew, and has an answer for a judge that fails.
            LogJudgementFailed(logger, exception);
            return null;
        }
    }
}
