using System.Globalization;
using System.Net.WebSockets;
using System.Text;

namespace Orleans.Realtime.Cluster.Harness.History;

/// <summary>
/// A client as its SDK should be: keeps its session and its positions, comes back to any gateway after whatever happened to its socket,
/// and publishes again, under the same ids, what nobody acknowledged.
/// </summary>
internal sealed partial class RealtimeClient(string name, IReadOnlyList<string> rooms, GatewayList gateways, HistoryRecorder history, Random random, TimeProvider time)
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan PingEvery = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestSilence = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LongestOpening = TimeSpan.FromSeconds(8);

    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Backoff _backoff = new(random, time);
    private string? _sessionId;
    private TimeSpan? _leaveAt;
    private bool _connected;

    public string Name => name;

    public Outbox Outbox { get; } = new(history);

    /// <summary>Done when the client listens to its inbox and all its rooms.</summary>
    public Task Ready => _ready.Task;

    public int Reconnects { get; private set; }

    public int SessionsLost { get; private set; }

    /// <summary>Lives until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        Uri? gateway = null;
        while (!cancellationToken.IsCancellationRequested)
        {
            gateway = gateways.Pick(random, gateway);
            try
            {
                if (gateway is not null)
                {
                    await using var socket = await RealtimeSocket.ConnectAsync(AddressOf(gateway), time, cancellationToken);
                    await ServeAsync(socket, cancellationToken);
                }
            }
            catch (Exception fault) when (fault is WebSocketException or OperationCanceledException or IOException or ObjectDisposedException or InvalidOperationException)
            {
                // Lost, refused or cut off by the watch: the next gateway is tried.
            }

            if (!cancellationToken.IsCancellationRequested)
            {
                Reconnects++;
                await _backoff.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private Uri AddressOf(Uri gateway)
    {
        var query = $"user_id={name}&role=service" + (_sessionId is null ? string.Empty : "&session_id=" + _sessionId);
        return new UriBuilder(gateway) { Scheme = "ws", Path = "/ws", Query = query }.Uri;
    }

    private async Task ServeAsync(RealtimeSocket socket, CancellationToken cancellationToken)
    {
        (_connected, _leaveAt) = (false, null);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        if (_sessionId is not null)
        {
            socket.Send(ResumeFrame());
        }

        Outbox.Attach(socket);
        var watching = WatchAsync(socket, ending.Token);
        try
        {
            while (await socket.ReceiveAsync(cancellationToken) is { } frame)
            {
                using (frame)
                {
                    Receive(socket, frame.RootElement);
                }
            }

            CheckClose(socket.CloseCode);
        }
        finally
        {
            Outbox.Detach();
            await ending.CancelAsync();
            await watching.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Asks for a sign of life, and gives a socket up that shows none; leaves a gateway that said it goes.</summary>
    private async Task WatchAsync(RealtimeSocket socket, CancellationToken cancellationToken)
    {
        using var ticks = new PeriodicTimer(Tick, time);
        var pinged = history.Now;
        while (await ticks.WaitForNextTickAsync(cancellationToken))
        {
            if (socket.Silence > (_connected ? LongestSilence : LongestOpening) || _leaveAt < history.Now)
            {
                socket.Abort();
                return;
            }

            if (_connected && history.Now - pinged > PingEvery)
            {
                pinged = history.Now;
                socket.Send("""{"type":"ping"}""");
            }

            Outbox.SendDue();
        }
    }

    private void CheckClose(int? code)
    {
        // What the contract lets a server close with that is not the client's fault.
        if (code is not (null or 1001 or 1006 or 1011 or 1012 or 1013 or 4409 or 4429 or 4430))
        {
            history.Add(at => new HistoryEvent.Oddity(at, $"{name}: closed with {code}"));
        }
    }

    private string ResumeFrame()
    {
        var frame = new StringBuilder("""{"type":"resume","id":"resume",""");
        var roomPositions = new StringBuilder();
        foreach (var (log, position) in _positions)
        {
            var text = string.Create(CultureInfo.InvariantCulture, $$"""{"seq":{{position.Seq}},"epoch":"{{position.Epoch}}"}""");
            if (!LogNames.IsRoom(log, out var room))
            {
                frame.Append(CultureInfo.InvariantCulture, $"\"inbox\":{text},");
            }
            else
            {
                roomPositions.Append(CultureInfo.InvariantCulture, $"{(roomPositions.Length > 0 ? "," : string.Empty)}\"{room}\":{text}");
            }
        }

        return frame.Append(CultureInfo.InvariantCulture, $"\"rooms\":{{{roomPositions}}}}}").ToString();
    }
}
