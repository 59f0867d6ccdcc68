using System.Net.WebSockets;

namespace Orleans.Realtime.Cluster.Tests.Support;

internal static class TaskExtensions
{
    /// <summary>The server may close before it has read everything: then the rest cannot be sent.</summary>
    public static async Task IgnoreSendErrors(this Task sending)
    {
        try
        {
            await sending;
        }
        catch (Exception exception) when (exception is IOException or WebSocketException)
        {
            // What the server did is read from the receiving side.
        }
    }
}
