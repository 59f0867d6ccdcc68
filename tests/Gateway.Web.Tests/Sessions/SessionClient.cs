using System.Text.Json.Nodes;
using Orleans.Realtime.Gateway.Web.Sessions;
using Orleans.Realtime.Gateway.Web.Sockets;
using Orleans.Realtime.Gateway.Web.Tests.Sockets;

namespace Orleans.Realtime.Gateway.Web.Tests.Sessions;

/// <summary>The client's end of a session.</summary>
internal sealed class SessionClient
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly FakeTransport _transport = new();
    private readonly WebSocketConnection _socket;
    private int _read;

    public SessionClient(SessionKit kit, SessionRequest request)
    {
        _socket = kit.Get<SocketServices>().Create(_transport, compression: false);
        Session = new Session(kit.Services, _socket, request.Principal);
        Running = Session.RunAsync(request);
    }

    public Session Session { get; }

    public Task Running { get; }

    /// <summary>Whether a frame came that was not received.</summary>
    public bool HasMore => Peek() is not null;

    public int? CloseCode => _transport.CloseFrame?.CloseCode;

    public void Send(string json) => _transport.Feed(ClientFrame.Text(json));

    /// <summary>Answers every ping so far.</summary>
    public void Pong()
    {
        foreach (var ping in _transport.Frames.Where(frame => frame.Opcode == 9))
        {
            _transport.Feed(ClientFrame.Pong(ping.Payload));
        }
    }

    /// <summary>The connection breaks; done when the session has told everybody.</summary>
    public async Task DropAsync()
    {
        _socket.Abort();
        _transport.End();
        await Session.EndAsync().WaitAsync(Patience);
    }

    /// <summary>The next frame, which must have the type.</summary>
    public async Task<JsonObject> ReceiveAsync(string type)
    {
        JsonObject? next = null;
        await EventuallyAsync(() => (next = Peek()) is not null);
        next!["type"]!.GetValue<string>().ShouldBe(type, next.ToJsonString());
        _read++;
        return next;
    }

    /// <summary>The positions of the next messages, which must be as many.</summary>
    public async Task<long[]> ReceiveSeqsAsync(string type, int count)
    {
        var seqs = new long[count];
        for (var i = 0; i < count; i++)
        {
            seqs[i] = (await ReceiveAsync(type))["seq"]!.GetValue<long>();
        }

        return seqs;
    }

    /// <summary>Everything that was sent up to the answer to a ping frame.</summary>
    public async Task ShouldHaveNothingMoreAsync()
    {
        Send("""{"type":"ping"}""");
        await ReceiveAsync("pong");
    }

    public Task ClosedWithAsync(int code) => EventuallyAsync(() => CloseCode == code);

    public static async Task EventuallyAsync(Func<bool> holds)
    {
        var clock = System.Diagnostics.Stopwatch.StartNew();
        while (!holds())
        {
            clock.Elapsed.ShouldBeLessThan(Patience, "it does not come");
            await Task.Yield();
        }
    }

    private JsonObject? Peek()
    {
        var frames = _transport.TextFrames;
        return _read < frames.Count ? JsonNode.Parse(frames[_read].Text)!.AsObject() : null;
    }
}
