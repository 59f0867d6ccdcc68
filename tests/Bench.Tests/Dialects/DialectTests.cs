using System.Text;
using Orleans.Realtime.Bench.Tests.Support;
using Orleans.Realtime.Bench.Tests.Wire;
using Orleans.Realtime.Load.Dialects;
using Orleans.Realtime.Load.Wire;

namespace Orleans.Realtime.Bench.Tests.Dialects;

public sealed class DialectTests
{
    private const string End = "\u001e";

    private static readonly string Data = StampTests.Data(new(77, 0, 1));
    private static readonly string Second = StampTests.Data(new(78, 0, 2));

    [Fact]
    public void Realtime_IsReadyWhenConnected_AndReadsMessagesAnswersAndErrors()
    {
        using var tap = new Wiretap(new RealtimeDialect(), new Member("u1", "a", "b") { Service = true });
        tap.Request.ShouldStartWith("GET /ws?user_id=u1&role=service&room_id=a&room_id=b HTTP/1.1\r\n");

        tap.Receive(
            "{\"type\":\"connected\",\"session_id\":\"s_1\",\"resumed\":true}",
            $"{{\"type\":\"room\",\"id\":\"m\",\"room_id\":\"a\",\"seq\":12,\"data\":\"{Data}\"}}",
            "{\"type\":\"reply\",\"id\":\"7\",\"ok\":true,\"seq\":13}",
            "{\"type\":\"error\",\"id\":\"8\",\"code\":\"unavailable\"}");

        tap.Connection.Session.ShouldBe("s_1");
        tap.Connection.Resumed.ShouldBeTrue();
        tap.Recorder.Seen.ShouldBe(["ready", "message 0/1 at 77 seq 12", "reply 7 seq 13", "fault 8: {\"type\":\"error\",\"id\":\"8\",\"code\":\"unavailable\"}"]);
    }

    [Fact]
    public void Plain_JoinsItsRooms_AndReadsMessagesAndAnswers()
    {
        using var tap = new Wiretap(new PlainDialect(), new Member("u1", "a", "b"));
        tap.Sent().ShouldBe(["{\"type\":\"join\",\"room\":\"a\"}", "{\"type\":\"join\",\"room\":\"b\"}"]);

        tap.Receive("{\"type\":\"joined\"}");
        tap.Recorder.Seen.ShouldBeEmpty();
        tap.Receive("{\"type\":\"joined\"}", Published(new PlainDialect(), 0), "{\"type\":\"ok\",\"id\":9}", "{\"type\":\"what\"}");

        tap.Recorder.Seen.ShouldBe(["ready", "message 0/1 at 77 seq 0", "reply 9 seq 0", "fault 0: {\"type\":\"what\"}"]);
    }

    [Fact]
    public void SignalR_ShakesHandsAndJoins_AndReadsRecordsThatShareFramesOrGoOnInTheNext()
    {
        using var tap = new Wiretap(new SignalRDialect(), new Member("u1", "a"));
        tap.Sent().ShouldBe(["{\"protocol\":\"json\",\"version\":1}" + End]);
        tap.Receive("{}" + End);
        tap.Sent().ShouldBe(["{\"type\":1,\"invocationId\":\"0\",\"target\":\"Join\",\"arguments\":[\"a\"]}" + End]);

        var message = $"{{\"type\":1,\"target\":\"room\",\"arguments\":[\"a\",\"{Data}\"]}}{End}";
        tap.Receive("{\"type\":3,\"invocationId\":\"0\",\"result\":null}" + End + message[..30]);
        tap.Recorder.Seen.ShouldBe(["ready"]);
        tap.Write([.. Wiretap.Frame(message[30..], opcode: 0, final: false), .. Wiretap.Frame("{\"type\":3,\"invocationId\":\"5\"}" + End, opcode: 0)]);
        tap.Receive("{\"type\":6}" + End + "{\"type\":7}" + End);

        tap.Sent().ShouldBe(["{\"type\":6}" + End]);
        tap.Recorder.Seen.ShouldBe(["ready", "message 0/1 at 77 seq 0", "reply 5 seq 0", "fault 0: {\"type\":7}" + End]);
    }

    [Fact]
    public void SignalR_RefusedInvocation_IsAFault()
    {
        using var tap = new Wiretap(new SignalRDialect(), new Member("u1"));
        tap.Receive("{}" + End, "{\"type\":3,\"invocationId\":\"5\",\"error\":\"no\"}" + End);
        tap.Recorder.Seen.ShouldBe(["ready", "fault 0: {\"type\":3,\"invocationId\":\"5\",\"error\":\"no\"}" + End]);
    }

    [Fact]
    public void SocketIo_OpensAndJoins_AndReadsMessagesAnswersAndPings()
    {
        using var tap = new Wiretap(new SocketIoDialect(), new Member("u1", "a"));
        tap.Receive("0{\"sid\":\"x\"}");
        tap.Sent().ShouldBe(["40"]);
        tap.Receive("40{\"sid\":\"y\"}");
        tap.Sent().ShouldBe(["420[\"join\",\"a\"]"]);
        tap.Receive("430[]", $"42[\"room\",\"a\",\"{Data}\"]", "4317[]", "2", "44{\"message\":\"no\"}");

        tap.Sent().ShouldBe(["3"]);
        tap.Recorder.Seen.ShouldBe(["ready", "message 0/1 at 77 seq 0", "reply 17 seq 0", "fault 0: 44{\"message\":\"no\"}"]);
    }

    [Fact]
    public void Nats_ConnectsAndSubscribes_AndReadsLinesThatShareFramesOrGoOnInTheNext()
    {
        using var tap = new Wiretap(new NatsDialect(), new Member("u1", "a", "b") { Acknowledged = true });
        tap.Receive("INFO {\"server_id\":\"x\"}\r\n");
        tap.Sent().ShouldBe(["CONNECT {\"verbose\":true,\"pedantic\":false,\"echo\":false,\"lang\":\"bench\",\"version\":\"1\",\"protocol\":1}\r\nSUB a 1\r\nSUB b 2\r\nPING\r\n"]);

        var messages = $"MSG a 1 200\r\n{Data}\r\nMSG a 1 200\r\n{Second}\r\n";
        tap.Receive("+OK\r\n+OK\r\n+OK\r\nPONG\r\n+OK\r\n" + messages[..100], messages[100..230], messages[230..] + "PING\r\n", "INFO {\"cluster\":1}\r\n-ERR 'Slow Consumer'\r\n");

        tap.Sent().ShouldBe(["PONG\r\n"]);
        tap.Recorder.Seen.ShouldBe(["ready", "reply 0 seq 0", "message 0/1 at 77 seq 0", "message 0/2 at 78 seq 0", "fault 0: -ERR 'Slow Consumer'\r\n"]);
    }

    [Theory]
    [InlineData(0L, "{\"type\":\"room\",\"room_id\":\"a\",\"data\":\"…\"}", "{\"type\":1,\"target\":\"Publish\",\"arguments\":[\"a\",\"…\"]}\u001e", "42[\"publish\",\"a\",\"…\"]")]
    [InlineData(5L, "{\"type\":\"room\",\"id\":\"5\",\"room_id\":\"a\",\"data\":\"…\"}", "{\"type\":1,\"invocationId\":\"5\",\"target\":\"Publish\",\"arguments\":[\"a\",\"…\"]}\u001e", "425[\"publish\",\"a\",\"…\"]")]
    public void Publish_SaysWhatEachServerExpects(long id, string realtime, string signalR, string socketIo)
    {
        Published(new RealtimeDialect(), id).ShouldBe(realtime.Replace("…", Data, StringComparison.Ordinal));
        Published(new SignalRDialect(), id).ShouldBe(signalR.Replace("…", Data, StringComparison.Ordinal));
        Published(new SocketIoDialect(), id).ShouldBe(socketIo.Replace("…", Data, StringComparison.Ordinal));
        Published(new NatsDialect(), id).ShouldBe($"PUB a 200\r\n{Data}\r\n");
    }

    private static string Published(Dialect dialect, long id)
    {
        var target = new byte[1024];
        return Encoding.ASCII.GetString(target, 0, dialect.Publish(target, "a", Encoding.ASCII.GetBytes(Data), id));
    }
}
