using System.Globalization;
using System.Net.WebSockets;
using System.Text.Json;
using Orleans.Realtime.Cluster.Harness.Processes;

namespace Orleans.Realtime.Failure.Tests.Support;

/// <summary>
/// A user who is away while events come in, one after the other, each repeated under its id on one gateway after the other until it is acknowledged.
/// In the end the user comes and must find every one, once and in order.
/// </summary>
internal sealed class OfflineInbox : IAsyncDisposable
{
    /// <summary>Sends no more: an inbox keeps 100.</summary>
    public const int MostEvents = 90;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(300);
    private static readonly TimeSpan RetryPause = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    private readonly LocalCluster _cluster;
    private readonly string _user = "away-" + Guid.NewGuid().ToString("N")[..8];
    private readonly CancellationTokenSource _stopping = new();
    private readonly Task _sending;
    private int _acknowledged;

    public OfflineInbox(LocalCluster cluster)
    {
        _cluster = cluster;
        _sending = Task.Run(SendAsync);
    }

    /// <summary>Events that are certainly in the inbox.</summary>
    public int Acknowledged => Volatile.Read(ref _acknowledged);

    /// <summary>Ends the sending; the user comes to a gateway, and is handed these events, named by their numbers from 1.</summary>
    public async Task<IReadOnlyList<int>> ArriveAsync(ClusterNode gateway)
    {
        await _stopping.CancelAsync();
        await _sending.WaitAsync(Patience);
        using var patience = new CancellationTokenSource(Patience);
        using var socket = new ClientWebSocket();
        await socket.ConnectAsync(Api.Socket(gateway, "user_id=" + _user), patience.Token);
        var connected = await ReceiveAsync(socket, patience.Token);
        var pending = connected.GetProperty("inbox").GetProperty("pending").GetInt32();
        var first = connected.GetProperty("inbox").GetProperty("next_seq").GetInt64() - pending;
        var numbers = new List<int>();
        for (var i = 0; i < pending; i++)
        {
            var frame = await ReceiveAsync(socket, patience.Token);
            frame.GetProperty("type").GetString().ShouldBe("test.event", frame.ToString());
            frame.GetProperty("seq").GetInt64().ShouldBe(first + i);
            numbers.Add(frame.GetProperty("data").GetInt32());
        }

        return numbers;
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _sending.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stopping.Dispose();
    }

    private static async Task<JsonElement> ReceiveAsync(ClientWebSocket socket, CancellationToken cancellationToken)
    {
        var buffer = new byte[4096];
        var length = 0;
        while (true)
        {
            var part = await socket.ReceiveAsync(buffer.AsMemory(length), cancellationToken);
            length += part.Count;
            if (part.EndOfMessage)
            {
                using var frame = JsonDocument.Parse(buffer.AsMemory(0, length));
                return frame.RootElement.Clone();
            }
        }
    }

    private async Task SendAsync()
    {
        for (var number = 1; number <= MostEvents && !_stopping.IsCancellationRequested; number++)
        {
            await SendAsync(number);
            Volatile.Write(ref _acknowledged, number);
            await Task.Delay(Pause, _stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task SendAsync(int number)
    {
        var json = string.Create(CultureInfo.InvariantCulture, $$"""{"user_id":"{{_user}}","type":"test.event","data":{{number}},"id":"event-{{number}}"}""");
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        for (var turn = number; ; turn++)
        {
            try
            {
                var running = _cluster.Gateways.Where(gateway => gateway.IsRunning).ToList();
                var (status, body) = await Api.PostAsync(running[turn % running.Count], "/api/v1/events", json, patience.Token);
                if (status == 200)
                {
                    return;
                }

                status.ShouldBeOneOf([503, 504], body?.ToJsonString());
            }
            catch (Exception fault) when (fault is HttpRequestException or IOException or DivideByZeroException || (fault is OperationCanceledException && !patience.IsCancellationRequested))
            {
                // Whether it was taken is unknown: the id makes the repetition safe.
            }

            await Task.Delay(RetryPause, patience.Token);
        }
    }
}
