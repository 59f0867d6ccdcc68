using System.Net;
using System.Net.Sockets;

namespace Orleans.Realtime.Cluster.Harness.Processes;

/// <summary>Ports nobody listens on, below those that the system gives to outgoing connections.</summary>
internal static class FreePorts
{
    private const int First = 11_000;
    private const int Last = 30_000;

    /// <summary>The first of so many free ports in a row, somewhere in the range.</summary>
    public static int Find(int count)
    {
        while (true)
        {
            var port = Random.Shared.Next(First, Last - count);
            if (Enumerable.Range(port, count).All(IsFree))
            {
                return port;
            }
        }
    }

    private static bool IsFree(int port)
    {
        try
        {
            using var listener = new TcpListener(IPAddress.Loopback, port);
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
