using System.Net;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Realtime.Gateway.Web.Listening;

namespace Orleans.Realtime.Gateway.Web.Tests.Listening;

public sealed class RequestHeadTests
{
    private const string Usual = "GET /ws HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\n\r\n";

    [Fact]
    public void Request_ReadsAsTheHttpServerShowsIt()
    {
        var state = Read("GET /ws?user_id=a%20b&room_id=1&room_id=%C3%A9 HTTP/1.1\r\nHost: x:80\r\nAuthorization:  Bearer t \r\nX-A: 1\r\nx-a: 2\r\n\r\nrest", out var head, out var length);

        state.ShouldBe(RequestHeadState.Complete);
        using var services = new ServiceCollection().BuildServiceProvider();
        var request = head!.ToContext(IPEndPoint.Parse("127.0.0.1:8080"), IPEndPoint.Parse("10.0.0.1:999"), services);
        (request.Request.Method, request.Request.Path.Value, request.Request.Protocol, request.Request.Scheme).ShouldBe(("GET", "/ws", "HTTP/1.1", "http"));
        request.Request.Query["user_id"].ShouldBe(["a b"]);
        request.Request.Query["room_id"].ShouldBe(["1", "é"]);
        request.Request.Headers.Authorization.ShouldBe(["Bearer t"]);
        request.Request.Headers["X-A"].ShouldBe(["1", "2"]);
        request.Request.Host.Value.ShouldBe("x:80");
        request.Connection.LocalPort.ShouldBe(8080);
        request.Connection.RemoteIpAddress.ShouldBe(IPAddress.Parse("10.0.0.1"));
        request.Connection.RemotePort.ShouldBe(999);
        length.ShouldBe(Encoding.UTF8.GetByteCount("GET /ws?user_id=a%20b&room_id=1&room_id=%C3%A9 HTTP/1.1\r\nHost: x:80\r\nAuthorization:  Bearer t \r\nX-A: 1\r\nx-a: 2\r\n\r\n"));
    }

    [Fact]
    public void Request_IsIncompleteUntilItsLastByte()
    {
        for (var length = 1; length < Usual.Length; length++)
        {
            Read(Usual[..length], out _, out _).ShouldBe(RequestHeadState.Incomplete, Usual[..length]);
        }

        Read(Usual, out _, out _).ShouldBe(RequestHeadState.Complete);
    }

    [Theory]
    [InlineData("POST /ws HTTP/1.1\r\n")]
    [InlineData("GET /health HTTP/1.1\r\n")]
    [InlineData("GET /wsx")]
    [InlineData("GET /ws/")]
    [InlineData("GET /ws#")]
    [InlineData("get /ws ")]
    [InlineData("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n")]
    [InlineData("\u0016\u0003\u0001")]
    [InlineData("\r\nGET /ws")]
    [InlineData("GET /ws HTTP/1.0\r\nHost: a\r\n\r\n")]
    [InlineData("GET /ws HTTP/2.0\r\nHost: a\r\n\r\n")]
    [InlineData("GET /ws\r\n\r\n")]
    [InlineData("GET /ws  HTTP/1.1\r\nHost: a\r\n\r\n")]
    [InlineData("GET /ws?a b HTTP/1.1\r\nHost: a\r\n\r\n")]
    [InlineData("GET /ws HTTP/1.1\r\n\r\n")]
    [InlineData("GET /ws HTTP/1.1\r\nHost:\r\n\r\n")]
    [InlineData("GET /ws HTTP/1.1\r\nHost: a\r\nHost: a\r\n\r\n")]
    [InlineData("GET /ws HTTP/1.1\r\nHost: a, b\r\n\r\n")]
    [InlineData("GET /ws HTTP/1.1\r\nHost: a/b\r\n\r\n")]
    [InlineData("GET /ws HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\n")]
    [InlineData("GET /ws HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n")]
    [InlineData("GET /ws HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\n\r\n")]
    [InlineData("GET /ws HTTP/1.1\r\nHost : a\r\n\r\n")]
    [InlineData("GET /ws HTTP/1.1\r\nHost: a\r\n folded\r\n\r\n")]
    [InlineData("GET /ws HTTP/1.1\r\nHost: a\r\nno colon\r\n\r\n")]
    [InlineData("GET /ws HTTP/1.1\r\nHost: a\r\n: no name\r\n\r\n")]
    [InlineData("GET /ws HTTP/1.1\nHost: a\r\n\r\n")]
    [InlineData("GET /ws HTTP/1.1\r\nHost: a\n\r\n")]
    [InlineData("GET /ws HTTP/1.1\r\nHost: a\r\nX: a\rb\r\n\r\n")]
    [InlineData("GET /ws HTTP/1.1\r\nHost: a\r\nX: \0\r\n\r\n")]
    [InlineData("GET /ws HTTP/1.1\r\nHost: a\r\nX: a\tb\r\n\r\n")]
    [InlineData("GET /ws?é HTTP/1.1\r\nHost: a\r\n\r\n")]
    [InlineData("GET /ws HTTP/1.1\r\nHost: é\r\n\r\n")]
    public void Request_ThatIsNotTheUsual_IsForHttp(string bytes) => Read(bytes, out _, out _).ShouldBe(RequestHeadState.ForHttp);

    [Fact]
    public void Request_WithMoreHeadersThanHttpTakes_IsForHttp()
    {
        var headers = string.Concat(Enumerable.Range(0, 100).Select(number => $"X{number}: 1\r\n"));

        Read(Usual.Replace("\r\n\r\n", "\r\n" + headers + "\r\n", StringComparison.Ordinal), out _, out _).ShouldBe(RequestHeadState.ForHttp);
    }

    [Fact]
    public void RandomChanges_NeverThrow_AndNeverHideABody()
    {
        var random = new Random(11);
        for (var round = 0; round < 20_000; round++)
        {
            var bytes = Encoding.Latin1.GetBytes(Usual);
            for (var change = random.Next(1, 4); change > 0; change--)
            {
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            }

            if (RequestHead.Read(bytes, bytes.Length, out _, out var length) == RequestHeadState.Complete)
            {
                bytes.AsSpan(0, length).IndexOf("\r\n\r\n"u8).ShouldBe(length - 4);
            }
        }
    }

    private static RequestHeadState Read(string text, out RequestHead? head, out int length)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        return RequestHead.Read(bytes, bytes.Length, out head, out length);
    }
}
