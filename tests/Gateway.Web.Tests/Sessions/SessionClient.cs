using System.Text.Json.Nodes;
using Orleans.Realtime.Gateway.Web.Sessions;
using Orleans.Realtime.Gateway.Web.Sockets;
using Orleans.Realtime.Gateway.Web.Tests.Sockets;
using Orleans.Realtime.Tests.Shared;

namespace Orleans.Realtime.Gateway.Web.Tests.Sessions;

/// <summary>The client's end of a session.</summary>
internal sealed class SessionClient
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>So many looks at once, for most things come at once.</summary>
    private const int Looks = 50;

    private readonly FakeTransport _transport = new();
    private readonly WebSocketConnection _socket;
    private int _read;

    public SessionClient(SessionKit kit, SessionRequest request)
    {
        _socket = kit.Get<SocketServices>().Create(_transport, compression: false);
        Session = new Session(kit.Services, _socket, request.Principal);
        Running = AsServer(() => Session.RunAsync(request));
    }

    public Session Session { get; }

    public Task Running { get; }

    /// <summary>Whether a frame came that was not received.</summary>
    public bool HasMore => Peek() is not null;

    public int? CloseCode => _transport.CloseFrame?.CloseCode;

    /// <summary>How often something was written to the socket.</summary>
    public int Writes => _transport.Writes.Count;

    public void Send(string json) => Send(ClientFrame.Text(json));

    /// <summary>Sends bytes that arrive in one read, if they are no more than it takes at first.</summary>
    public void Send(ReadOnlySpan<byte> bytes)
    {
        var arriving = bytes.ToArray();
        AsServer(() =>
        {
            _transport.Feed(arriving);
            return true;
        });
    }

    /// <summary>Sends frames that arrive together.</summary>
    public void SendTogether(params IEnumerable<string> frames) => Send(frames.SelectMany(ClientFrame.Text).ToArray());

    /// <summary>Answers every ping so far.</summary>
    /// <returns>Whether there was one.</returns>
    public bool Pong()
    {
        var pings = _transport.Frames.FindAll(frame => frame.Opcode == 9);
        foreach (var ping in pings)
        {
            Send(ClientFrame.Pong(ping.Payload));
        }

        return pings.Count > 0;
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
        var next = await ReceiveAnyAsync();
        next["type"]!.GetValue<string>().ShouldBe(type, next.ToJsonString());
        return next;
    }

    /// <summary>The next frame.</summary>
    public async Task<JsonObject> ReceiveAnyAsync()
    {
        JsonObject? next = null;
        await EventuallyAsync(() => (next = Peek()) is not null);
        _read++;
        return next!;
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

    /// <summary>The server has no synchronization context. That of a test would take its continuations, and order them anew.</summary>
    private static T AsServer<T>(Func<T> act)
    {
        var context = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(null);
        try
        {
            return act();
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(context);
        }
    }

    /// <summary>Looks until something holds.</summary>
    public static async Task EventuallyAsync(Func<bool> holds)
    {
        var clock = System.Diagnostics.Stopwatch.StartNew();
        for (var looks = 1; !holds(); looks++)
        {
            clock.Elapsed.ShouldBeLessThan(Patience, "it does not come");
            if (looks % Looks == 0)
            {
                // What is waited for has more use for the core than the waiting.
                await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System);
            }
            else
            {
                await Task.Yield();
            }
        }
    }

    /// <summary>
    /// Lets a clock run until something holds. Each step takes some real time: what it set off must come to its next wait while other limits on the
    /// same clock are still far.
    /// </summary>
    public static async Task AdvanceUntilAsync(FakeTimeProvider time, TimeSpan step, Func<bool> holds)
    {
        var looks = 0;
        await EventuallyAsync(() =>
        {
            if (looks++ % (5 * Looks) == 0)
            {
                time.Advance(step);
            }

            return holds();
        });
    }

    private JsonObject? Peek()
    {
        var frames = _transport.TextFrames;
        return _read < frames.Count ? JsonNode.Parse(frames[_read].Text)!.AsObject() : null;
    }
}
