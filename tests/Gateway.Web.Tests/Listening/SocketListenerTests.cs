using System.Net;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Microsoft.AspNetCore.Hosting;
using Orleans.Realtime.Gateway.Web.Sockets;
using Orleans.Realtime.Gateway.Web.Tests.Sockets;

namespace Orleans.Realtime.Gateway.Web.Tests.Listening;

public sealed class SocketListenerTests
{
    [Fact]
    public async Task Handshake_SplitAnywhere_OpensTheSocket()
    {
        await using var server = await EchoServer.StartAsync();
        var bytes = Encoding.ASCII.GetBytes(RawClient.Handshake("?user_id=u1")).Concat(ClientFrame.Text("hello")).ToArray();

        await Parallel.ForAsync(1, bytes.Length, async (split, _) =>
        {
            using var client = await RawClient.ConnectAsync(server);
            await client.SendAsync(bytes.AsMemory(0, split));
            await Task.Yield();
            await client.SendAsync(bytes.AsMemory(split));
            (await client.ReadHeadAsync()).ShouldStartWith("HTTP/1.1 101 ");
            (await client.ReadFramesAsync(1))[0].Text.ShouldBe("hello");
        });
    }

    [Fact]
    public async Task Handshake_ByteByByte_OpensTheSocket()
    {
        await using var server = await EchoServer.StartAsync();
        using var client = await RawClient.ConnectAsync(server);

        foreach (var letter in RawClient.Handshake())
        {
            await client.SendAsync(new[] { (byte)letter });
        }

        (await client.ReadHeadAsync()).ShouldStartWith("HTTP/1.1 101 ");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Frames_RightBehindTheHandshake_AreRead(bool direct)
    {
        await using var server = await EchoServer.StartAsync(direct);
        var texts = Enumerable.Range(0, 200).Select(number => new string('x', number)).ToArray();
        using var client = await RawClient.ConnectAsync(server);

        await client.SendAsync((byte[])[.. Encoding.ASCII.GetBytes(RawClient.Handshake()), .. texts.SelectMany(ClientFrame.Text), .. ClientFrame.Close(1000)]);

        await client.ReadHeadAsync();
        var frames = ServerFrame.ParseAll(await client.ReadToEndAsync());
        frames[^1].CloseCode.ShouldBe(1000);
        frames[..^1].ConvertAll(frame => frame.Text).ShouldBe(texts);
        server.Transports.ShouldBe([direct ? typeof(TcpTransport) : typeof(StreamTransport)]);
    }

    [Theory]
    [InlineData("GET /plain HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n", "HTTP/1.1 200 ", "plain")]
    [InlineData("GET /ws?refuse HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n", "HTTP/1.1 401 ", "Asked for it.")]
    [InlineData("GET /ws HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n", "HTTP/1.1 400 ", "Connection: Upgrade")]
    [InlineData("GET /ws HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", "HTTP/1.1 400 ", "")]
    [InlineData("GET /nothing HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n", "HTTP/1.1 404 ", "")]
    [InlineData("POST /ws HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: 1\r\n\r\nx", "HTTP/1.1 405 ", "")]
    [InlineData("GET /ws HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\nConnection: Upgrade, close\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 8\r\n\r\n", "HTTP/1.1 426 ", "13")]
    [InlineData("GET /ws HTTP/1.0\r\nHost: a\r\n" + RawClient.Upgrade + "\r\n", "HTTP/1.1 400 ", "HTTP/1.1 request")]
    [InlineData("GET /ws HTTP/1.1\r\nHost: a\r\n" + RawClient.Upgrade + "Connection: close\r\nContent-Length: 1\r\n\r\nx", "HTTP/1.1 400 ", "without a body")]
    [InlineData("GET /ws HTTP/1.1\r\nHost: a\r\n" + RawClient.Upgrade + "Connection: close\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", "HTTP/1.1 400 ", "without a body")]
    [InlineData("\0\u0001\u0002 garbage\r\n\r\n", "HTTP/1.1 400 ", "")]
    [InlineData("GET /ws HTTP/1.1\r\nHost : a\r\n\r\n", "HTTP/1.1 400 ", "")]
    public async Task Request_ThatIsNotLetIn_IsAnsweredByTheHttpServer(string request, string status, string body)
    {
        await using var server = await EchoServer.StartAsync();
        using var client = await RawClient.ConnectAsync(server);

        await client.SendTextAsync(request);

        (await client.ReadHeadAsync()).ShouldStartWith(status);
        Encoding.UTF8.GetString(await client.ReadToEndAsync()).ShouldContain(body);
        server.Transports.ShouldBeEmpty();
    }

    [Fact]
    public async Task Connection_ThatServedARequestBefore_BecomesAWebSocketAllTheSame()
    {
        await using var server = await EchoServer.StartAsync();
        using var client = await RawClient.ConnectAsync(server);
        await client.SendTextAsync("GET /plain HTTP/1.1\r\nHost: a\r\n\r\n");
        (await client.ReadHeadAsync()).ShouldStartWith("HTTP/1.1 200 ");
        await client.SendAsync(Encoding.ASCII.GetBytes(RawClient.Handshake()), ClientFrame.Text("later"));

        (await client.ReadHeadAsync()).ShouldContain("HTTP/1.1 101 ");
        (await client.ReadFramesAsync(1))[0].Text.ShouldBe("later");
        server.Transports.ShouldBe([typeof(StreamTransport)]);
    }

    [Fact]
    public async Task HugeHead_IsTheHttpServersToJudge()
    {
        await using var server = await EchoServer.StartAsync();
        using var cookies = await RawClient.ConnectAsync(server);
        await cookies.SendTextAsync(RawClient.Handshake().Replace("Host:", $"Cookie: {new string('c', 20_000)}\r\nHost:", StringComparison.Ordinal));
        (await cookies.ReadHeadAsync()).ShouldStartWith("HTTP/1.1 101 ");

        using var tooMuch = await RawClient.ConnectAsync(server);
        await tooMuch.SendTextAsync(RawClient.Handshake().Replace("Host:", $"Cookie: {new string('c', 40_000)}\r\nHost:", StringComparison.Ordinal));
        (await tooMuch.ReadHeadAsync()).ShouldStartWith("HTTP/1.1 431 ");
    }

    [Fact]
    public async Task SlowHead_EndsWithTheHttpServersTimeout()
    {
        await using var server = await EchoServer.StartAsync(settings: ("Http:RequestHeadersTimeout", "00:00:01"));
        using var client = await RawClient.ConnectAsync(server);

        await client.SendTextAsync(RawClient.Handshake()[..30]);

        (await client.ReadHeadAsync()).ShouldStartWith("HTTP/1.1 408 ");
        await client.ReadToEndAsync();
    }

    [Fact]
    public async Task Client_ThatSaysNothing_IsHandedToTheHttpServer()
    {
        await using var server = await EchoServer.StartAsync();
        using var client = await RawClient.ConnectAsync(server);

        client.Socket.Shutdown(SocketShutdown.Send);

        (await client.ReadToEndAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Tls_GoesThroughUntouched()
    {
        using var key = RSA.Create(2048);
        using var certificate = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
            .CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(100));
        await using var server = await EchoServer.StartAsync(
            build: builder => builder.WebHost.ConfigureKestrel(kestrel => kestrel.ConfigureHttpsDefaults(https => https.ServerCertificate = certificate)),
            settings: ("urls", "https://127.0.0.1:0"));
        using var client = new ClientWebSocket();
        client.Options.RemoteCertificateValidationCallback = (_, presented, _, _) => presented?.GetCertHashString() == certificate.GetCertHashString();

        await client.ConnectAsync(server.SocketAddress, server.Patience);
        await client.SendAsync("hello"u8.ToArray(), WebSocketMessageType.Text, endOfMessage: true, server.Patience);
        var buffer = new byte[10];
        var result = await client.ReceiveAsync(buffer, server.Patience);

        Encoding.UTF8.GetString(buffer, 0, result.Count).ShouldBe("hello");
        server.Transports.ShouldBe([typeof(StreamTransport)]);
        await client.CloseAsync(WebSocketCloseStatus.NormalClosure, null, server.Patience);
    }

    [Fact]
    public async Task AllowedHosts_HoldForWebSockets()
    {
        await using var server = await EchoServer.StartAsync(settings: ("AllowedHosts", "localhost"));
        using var good = await RawClient.OpenAsync(server);
        using var bad = await RawClient.ConnectAsync(server);

        await bad.SendTextAsync(RawClient.Handshake().Replace("localhost", "evil", StringComparison.Ordinal));

        (await bad.ReadHeadAsync()).ShouldStartWith("HTTP/1.1 400 ");
    }

    [Fact]
    public async Task ForwardedHeaders_NameTheClient_WhereTheyAreTrusted()
    {
        await using var trusting = await EchoServer.StartAsync(settings: ("ForwardedHeaders_Enabled", "true"));
        await using var other = await EchoServer.StartAsync();
        foreach (var server in new[] { trusting, other })
        {
            using var client = await RawClient.ConnectAsync(server);
            await client.SendTextAsync(RawClient.Handshake().Replace("Host:", "X-Forwarded-For: 203.0.113.7\r\nHost:", StringComparison.Ordinal));
            (await client.ReadHeadAsync()).ShouldStartWith("HTTP/1.1 101 ");
        }

        trusting.Remotes.ShouldBe(["203.0.113.7"]);
        other.Remotes.ShouldBe(["127.0.0.1"]);
    }

    [Fact]
    public async Task AdminListener_ServesNoWebSockets()
    {
        await using var server = await EchoServer.StartAsync(settings: ("Admin:Urls", "http://127.0.0.1:0"));
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(IPAddress.Loopback, server.Addresses[^1].Port, server.Patience);
        using var client = new RawClient(socket, server.Patience);

        await client.SendTextAsync(RawClient.Handshake());

        (await client.ReadHeadAsync()).ShouldStartWith("HTTP/1.1 404 ");
        server.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task ServersEnd_EndsTheSocketsToo()
    {
        await using var server = await EchoServer.StartAsync();
        using var client = await RawClient.OpenAsync(server);

        await server.StopAsync();

        (await server.Closed).Code.ShouldBe(1006);
        await client.ReadToEndAsync();
        await Should.ThrowAsync<SocketException>(server.ConnectAsync);
    }

    [Fact]
    public async Task RandomBytes_NeverHarmTheListener()
    {
        await using var server = await EchoServer.StartAsync(configure: options => options.CloseTimeout = TimeSpan.FromMilliseconds(100));

        await Parallel.ForAsync(0, 300, new ParallelOptions { MaxDegreeOfParallelism = 16 }, async (seed, _) =>
        {
            var random = new Random(seed);
            var bytes = Encoding.ASCII.GetBytes(RawClient.Handshake()).Concat(ClientFrame.Text("hello")).Concat(new byte[random.Next(100)]).ToArray();
            for (var change = random.Next(1, 6); change > 0; change--)
            {
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            }

            if (seed % 3 == 0)
            {
                random.NextBytes(bytes);
            }

            using var client = await RawClient.ConnectAsync(server);
            await client.SendAsync(bytes.AsMemory(0, random.Next(bytes.Length)));
            if (seed % 2 == 0)
            {
                // An answer, whatever it is; then the connection is cut.
                client.Socket.Shutdown(SocketShutdown.Send);
                await client.Socket.ReceiveAsync(new byte[4096], server.Patience);
            }
        });

        using var last = await RawClient.OpenAsync(server);
        await last.SendAsync(ClientFrame.Text("still here"));
        (await last.ReadFramesAsync(1))[0].Text.ShouldBe("still here");
    }
}
