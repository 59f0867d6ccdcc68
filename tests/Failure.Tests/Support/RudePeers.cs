using System.Collections.Concurrent;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json.Nodes;
using Orleans.Realtime.Cluster.Harness.Processes;

namespace Orleans.Realtime.Failure.Tests.Support;

/// <summary>Peers that send every gateway nonsense as long as they are let: sockets with frames of every wrong kind, requests that are none, and leaving without a word.</summary>
internal sealed class RudePeers : IAsyncDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(300);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private static readonly string[] Frames =
    [
        "{not json", "[]", "17", """{"type":"nonsense","id":"a"}""", """{"type":"room","room_id":"not-subscribed","id":"b","data":1}""",
        """{"type":"resume","id":"c","rooms":{"r":"x"}}""", """{"type":"ack","id":"d","seq":-1}""", """{"type":"user","id":"e","target_ids":[],"data":1}""",
    ];

    private readonly LocalCluster _cluster;
    private readonly CancellationTokenSource _stopping = new();
    private readonly ConcurrentQueue<string> _unexpected = new();
    private readonly Task _running;
    private int _refusals;

    public RudePeers(LocalCluster cluster)
    {
        _cluster = cluster;
        _running = Task.Run(RunAsync);
    }

    /// <summary>How often they were told off.</summary>
    public int Refusals => Volatile.Read(ref _refusals);

    /// <summary>Ends them, and names each answer that blames the server.</summary>
    public async Task<IReadOnlyCollection<string>> StopAsync()
    {
        await _stopping.CancelAsync();
        await _running;
        return _unexpected;
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _stopping.Dispose();
    }

    private static bool IsOutage(Exception fault) => fault is WebSocketException or HttpRequestException or IOException or SocketException or OperationCanceledException;

    private async Task RunAsync()
    {
        while (!_stopping.IsCancellationRequested)
        {
            foreach (var gateway in _cluster.Gateways.Where(gateway => gateway.IsRunning))
            {
                try
                {
                    await SendFramesAsync(gateway);
                    await SendRequestsAsync(gateway);
                }
                catch (Exception fault) when (IsOutage(fault))
                {
                    // The gateway is the one that was killed.
                }
            }

            await Task.Delay(Pause, _stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task SendFramesAsync(ClusterNode gateway)
    {
        using var patience = new CancellationTokenSource(Patience);
        using var socket = new ClientWebSocket();
        await socket.ConnectAsync(Api.Socket(gateway, "user_id=rude"), patience.Token);
        foreach (var frame in Frames)
        {
            await socket.SendAsync(Encoding.UTF8.GetBytes(frame), WebSocketMessageType.Text, true, patience.Token);
        }

        await socket.SendAsync(new byte[] { 1, 2, 3 }, WebSocketMessageType.Binary, true, patience.Token);
        var buffer = new byte[16 * 1024];
        while (await socket.ReceiveAsync(buffer, patience.Token) is { MessageType: not WebSocketMessageType.Close } part)
        {
            var answer = JsonNode.Parse(buffer.AsSpan(0, part.Count))!;
            if (answer["type"]!.GetValue<string>() == "error")
            {
                Count(answer["code"]!.GetValue<string>() is not ("internal" or "timeout"), answer.ToJsonString());
            }
        }

        Count((int?)socket.CloseStatus is 1003 or 1001 or 1012 or 1013, $"closed with {(int?)socket.CloseStatus}");
    }

    private async Task SendRequestsAsync(ClusterNode gateway)
    {
        var (status, body) = await Api.PostAsync(gateway, "/api/v1/events", """{"user_id":""");
        Count(status == 400, $"{status} {body?.ToJsonString()}");
        using var patience = new CancellationTokenSource(Patience);
        using var tcp = new TcpClient();
        await tcp.ConnectAsync(gateway.Url!.Host, gateway.Url.Port, patience.Token);
        await tcp.GetStream().WriteAsync("\0\u0001 no request\r\n\r\n"u8.ToArray(), patience.Token);
    }

    private void Count(bool expected, string answer)
    {
        if (expected)
        {
            Interlocked.Increment(ref _refusals);
        }
        else
        {
            _unexpected.Enqueue(answer);
        }
    }
}
