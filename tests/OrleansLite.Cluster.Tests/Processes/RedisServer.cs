using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Orleans.Realtime.OrleansLite.Cluster.Tests.Processes;

/// <summary>A redis-server of this test's own, in a folder of its own.</summary>
internal sealed class RedisServer : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("litenet-redis-").FullName;
    private readonly int _port = FreePort();
    private ChildProcess? _process;

    public string ConnectionString => string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{_port},abortConnect=false");

    public async Task StartAsync()
    {
        _process = new(
            "redis-server", "--port", _port.ToString(CultureInfo.InvariantCulture), "--bind", "127.0.0.1", "--dir", _folder, "--save", "", "--appendonly", "yes", "--appendfsync", "always");
        await _process.WaitForLineAsync(line => line.Contains("Ready to accept connections", StringComparison.OrdinalIgnoreCase));
    }

    public Task KillAsync() => _process!.KillAsync();

    public void Dispose()
    {
        _process?.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private static int FreePort()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }
}
