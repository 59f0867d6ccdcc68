using System.Net.Sockets;
using System.Text;

namespace Orleans.Realtime.Cluster.Harness.Processes;

/// <summary>Waits until a started process serves.</summary>
internal static class NodeReadiness
{
    private const string SiloIsUp = "Silo is up";
    private const string SampleListens = "\"listening\"";
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(50);
    private static readonly HttpClient Http = new() { Timeout = TimeSpan.FromSeconds(10) };

    /// <param name="node">What was started.</param>
    /// <param name="logLength">How long its log was before: what stands there was said by an earlier process.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <exception cref="ClusterException">The process ended.</exception>
    public static async Task WaitAsync(ClusterNode node, long logLength, CancellationToken cancellationToken)
    {
        while (!await IsReadyAsync(node, logLength, cancellationToken))
        {
            if (!NodeProcess.IsAlive(node.ProcessId))
            {
                throw new ClusterException($"{node.InstanceId} ended: {node.LogTail(10)}");
            }

            await Task.Delay(PollInterval, TimeProvider.System, cancellationToken);
        }
    }

    /// <summary>Sends Redis one command, and returns the first line of its answer.</summary>
    /// <exception cref="SocketException">Nobody listens.</exception>
    /// <exception cref="IOException">Redis hung up.</exception>
    public static async Task<string> CommandAsync(ClusterNode redis, string command, CancellationToken cancellationToken)
    {
        using var client = new TcpClient();
        await client.ConnectAsync("127.0.0.1", redis.Port, cancellationToken);
        await using var stream = client.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(command + "\r\n"), cancellationToken);
        using var reader = new StreamReader(stream, Encoding.ASCII);
        return await reader.ReadLineAsync(cancellationToken) ?? throw new IOException("Redis hung up.");
    }

    private static async Task<bool> IsReadyAsync(ClusterNode node, long logLength, CancellationToken cancellationToken)
    {
        try
        {
            return node.Role switch
            {
                NodeRole.Redis => await CommandAsync(node, "PING", cancellationToken) == "+PONG",
                NodeRole.Silo => await ReadLogAsync(node.LogFile, logLength, cancellationToken) is var log && log.Contains(SiloIsUp, StringComparison.Ordinal),
                NodeRole.Sample => (await ReadLogAsync(node.LogFile, logLength, cancellationToken)).Contains(SampleListens, StringComparison.Ordinal),
                _ => await IsGatewayReadyAsync(node, cancellationToken),
            };
        }
        catch (Exception exception) when (exception is SocketException or IOException or HttpRequestException)
        {
            return false;
        }
    }

    private static async Task<bool> IsGatewayReadyAsync(ClusterNode node, CancellationToken cancellationToken)
    {
        using var answer = await Http.GetAsync(new Uri(node.Url!, "/ready"), cancellationToken);
        return answer.IsSuccessStatusCode;
    }

    private static async Task<string> ReadLogAsync(string file, long from, CancellationToken cancellationToken)
    {
        await using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        stream.Seek(from, SeekOrigin.Begin);
        using var reader = new StreamReader(stream);
        return await reader.ReadToEndAsync(cancellationToken);
    }
}
