using System.Net.Sockets;
using Orleans.Realtime.Gateway.Web.Sockets;

namespace Orleans.Realtime.Gateway.Web.Listening;

/// <summary>A connection that has not sent anything yet.</summary>
internal sealed class Newcomer(Socket socket) : WheelEntry
{
    /// <summary>Ends it: whoever waits for its bytes reads its end.</summary>
    public void SendAway()
    {
        try
        {
            socket.Shutdown(SocketShutdown.Both);
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            // Gone already.
        }
    }

    /// <inheritdoc />
    internal override long OnDue(long now)
    {
        SendAway();
        return long.MaxValue;
    }
}
