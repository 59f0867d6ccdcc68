using System.Net.WebSockets;
using System.Text.Json;
using Orleans.Realtime.Cluster.Harness.History;

namespace Orleans.Realtime.Cluster.Harness.Streams;

/// <summary>A client of streams that goes to another gateway whenever its connection is lost, and repeats what was refused for now.</summary>
internal abstract class StreamClient(string name, string stream, GatewayList gateways, int seed, StreamFindings findings)
{
    private static readonly TimeSpan RetryPause = TimeSpan.FromMilliseconds(100);

    private readonly Random _random = new(seed);
    private RealtimeSocket? _socket;

    /// <summary>Its user, and what findings call it.</summary>
    public string Name => name;

    protected string Stream => stream;

    protected StreamFindings Findings => findings;

    protected Random Random => _random;

    /// <summary>Connects again and again until cancelled.</summary>
    public async Task RunAsync(CancellationToken stopping)
    {
        var backoff = new Backoff(_random, TimeProvider.System);
        Uri? last = null;
        while (!stopping.IsCancellationRequested)
        {
            last = gateways.Pick(_random, last) ?? last;
            try
            {
                await RunAsync(new Uri($"ws://{last!.Authority}/ws?user_id={name}&role=service"), backoff, stopping);
            }
            catch (Exception fault) when (fault is WebSocketException or OperationCanceledException or IOException or HttpRequestException)
            {
                // The gateway is the one that was killed, or this is the end.
            }

            await backoff.WaitAsync(stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>The connection stands: what it is for begins.</summary>
    protected abstract void OnConnected();

    /// <summary>A frame that is neither the first nor an error.</summary>
    protected abstract void OnFrame(string type, JsonElement frame);

    /// <summary>Sends what an id stands for again, if it still matters.</summary>
    protected abstract void Repeat(string id);

    protected void Send(string frame) => Volatile.Read(ref _socket)?.Send(frame);

    private async Task RunAsync(Uri uri, Backoff backoff, CancellationToken stopping)
    {
        await using var socket = await RealtimeSocket.ConnectAsync(uri, TimeProvider.System, stopping);
        Volatile.Write(ref _socket, socket);
        while (await socket.ReceiveAsync(stopping) is { } frame)
        {
            using (frame)
            {
                var type = frame.RootElement.GetProperty("type").GetString()!;
                switch (type)
                {
                    case "connected":
                        backoff.Reset();
                        findings.Connected();
                        OnConnected();
                        break;
                    case "error":
                        OnError(frame.RootElement, stopping);
                        break;
                    case "reconnect":
                        break;
                    default:
                        OnFrame(type, frame.RootElement);
                        break;
                }
            }
        }
    }

    private void OnError(JsonElement error, CancellationToken stopping)
    {
        var code = error.GetProperty("code").GetString();
        if (code is not ("unavailable" or "timeout") || !error.TryGetProperty("id", out var id))
        {
            findings.Violation($"{name} was told {error}");
            return;
        }

        findings.Refused();
        _ = RepeatAsync(id.GetString()!, stopping);
    }

    private async Task RepeatAsync(string id, CancellationToken stopping)
    {
        await Task.Delay(RetryPause, TimeProvider.System, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        Repeat(id);
    }
}
