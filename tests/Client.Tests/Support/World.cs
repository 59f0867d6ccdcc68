using System.Net.WebSockets;
using System.Threading.Channels;
using Orleans.Realtime.Client.Messages;
using Orleans.Realtime.Tests.Shared;

namespace Orleans.Realtime.Client.Tests.Support;

/// <summary>A client, the sockets that it opens, and a clock that only the test moves.</summary>
internal sealed class World : IAsyncDisposable
{
    private readonly Channel<FakeSocket> _sockets = Channel.CreateUnbounded<FakeSocket>();

    public World(Action<RealtimeClientOptions>? configure = null)
    {
        var options = new RealtimeClientOptions { Urls = { new Uri("ws://test/ws") } };
        options.SocketFactory = OpenAsync;
        configure?.Invoke(options);
        Client = new RealtimeClient(options, null, Clock);
        States = Collect<StateChange>();
        Errors = Collect<ClientError>();
    }

    public FakeTimeProvider Clock { get; } = new();

    public RealtimeClient Client { get; }

    public Collected<StateChange> States { get; }

    public Collected<ClientError> Errors { get; }

    /// <summary>What the next handshakes end with instead of a socket.</summary>
    public Queue<Exception> Refusals { get; } = [];

    /// <summary>How many sockets were asked for.</summary>
    public int Attempts { get; private set; }

    /// <summary>The next socket that the client opens.</summary>
    public async Task<FakeSocket> SocketAsync() => await _sockets.Reader.ReadAsync().AsTask().WaitAsync(Until.Patience);

    /// <summary>The next socket that the client has opened by now, if any.</summary>
    public FakeSocket? TrySocket() => _sockets.Reader.TryRead(out var socket) ? socket : null;

    /// <summary>Connects for the first time.</summary>
    public async Task<FakeSocket> ConnectAsync()
    {
        var connected = Client.ConnectAsync();
        var socket = await SocketAsync();
        socket.Accept();
        await connected.WaitAsync(Until.Patience);
        return socket;
    }

    /// <summary>Lets the delay before the next attempt pass; the socket that it opens.</summary>
    public async Task<FakeSocket> NextAttemptAsync()
    {
        await WaitsAsync();
        Clock.Advance(States.Last.RetryIn!.Value);
        return await SocketAsync();
    }

    /// <summary>Waits until the client waits for its next attempt.</summary>
    public Task WaitsAsync() => States.UntilAsync(states => states is [.., { State: RealtimeConnectionState.Waiting, RetryIn: not null }]);

    /// <summary>Lets the delay pass and connects again.</summary>
    public async Task<FakeSocket> ReconnectAsync(bool resumed = true, string session = "s1")
    {
        var socket = await NextAttemptAsync();
        socket.Accept(session, resumed: resumed);
        await States.UntilAsync(states => states is [.., { State: RealtimeConnectionState.Connected }]);
        return socket;
    }

    /// <summary>Subscribes, with the server's answer.</summary>
    public async Task SubscribeAsync(FakeSocket socket, string room = "r1", long lastSeq = 0, string epoch = "e0")
    {
        var subscribed = Client.SubscribeAsync(room);
        await socket.ReplyAsync("subscribe", $$"""{"last_seq":{{lastSeq}},"epoch":"{{epoch}}","members":1}""");
        await subscribed.WaitAsync(Until.Patience);
    }

    public Collected<TEvent> Collect<TEvent>()
        where TEvent : RealtimeEvent => new(Client);

    public async ValueTask DisposeAsync() => await Client.DisposeAsync();

    private ValueTask<WebSocket> OpenAsync(Uri address, string? token, CancellationToken cancellationToken)
    {
        Attempts++;
        if (Refusals.TryDequeue(out var refusal))
        {
            throw refusal;
        }

        var socket = new FakeSocket(address, token);
        _sockets.Writer.TryWrite(socket);
        return new ValueTask<WebSocket>(socket);
    }
}
