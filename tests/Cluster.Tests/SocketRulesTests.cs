using System.Net;
using System.Net.WebSockets;
using System.Text;
using Orleans.Realtime.Cluster.Tests.Support;

namespace Orleans.Realtime.Cluster.Tests;

/// <summary>What the server does with frames that no proper client sends.</summary>
public sealed class SocketRulesTests(EmbeddedServerFixture fixture) : IClassFixture<EmbeddedServerFixture>
{
    private EmbeddedServer Server => fixture.Server;

    [Fact]
    public async Task MessageOverTheLimit_ClosesWith1009()
    {
        await using var client = await TestClient.ConnectAsync(Server.SocketUri("user_id=u"));
        var room = new string('x', 600 * 1024);

        await client.SendAsync($$"""{"type":"room","room_id":"r","data":"{{room}}"}""").IgnoreSendErrors();

        (await client.WaitForCloseAsync()).ShouldBe(1009);
    }

    [Fact]
    public async Task MessageOverTheLimit_InFragments_ClosesWith1009()
    {
        using var client = await RawSocket.ConnectAsync(Server.SocketUri("user_id=u"));
        var fragment = new byte[100 * 1024];
        Array.Fill(fragment, (byte)' ');
        await client.SendFrameAsync(0x01, fragment);
        for (var i = 0; i < 5; i++)
        {
            await client.SendFrameAsync(0x00, fragment).IgnoreSendErrors();
        }

        (await client.ReadCloseCodeAsync()).ShouldBe(1009);
    }

    [Fact]
    public async Task MessageWithinTheLimit_IsTaken()
    {
        var room = EmbeddedServerFixture.Unique("room");
        await using var alice = await TestClient.ConnectAsync(Server.SocketUri($"user_id=alice&room_id={room}"));
        await using var bob = await TestClient.ConnectAsync(Server.SocketUri($"user_id=bob&room_id={room}"));
        var data = new string('x', 500 * 1024);

        await alice.SendAsync($$"""{"type":"room","room_id":"{{room}}","data":"{{data}}"}""");

        (await bob.ReceiveAsync("room"))["data"]!.GetValue<string>().Length.ShouldBe(data.Length);
    }

    [Fact]
    public async Task InvalidUtf8_ClosesWith1007()
    {
        using var client = await RawSocket.ConnectAsync(Server.SocketUri("user_id=u"));
        await client.SendFrameAsync(0x81, new byte[] { (byte)'"', 0xC3, 0x28, (byte)'"' });

        (await client.ReadCloseCodeAsync()).ShouldBe(1007);
    }

    [Fact]
    public async Task BinaryMessage_ClosesWith1003()
    {
        await using var client = await TestClient.ConnectAsync(Server.SocketUri("user_id=u"));
        await client.SendAsync([1, 2, 3], WebSocketMessageType.Binary);

        (await client.WaitForCloseAsync()).ShouldBe(1003);
    }

    [Theory]
    [InlineData(0x81, false, 5, 1002)]
    [InlineData(0xC1, true, 5, 1002)]
    [InlineData(0xA1, true, 5, 1002)]
    [InlineData(0x83, true, 5, 1002)]
    [InlineData(0x8B, true, 5, 1002)]
    [InlineData(0x80, true, 5, 1002)]
    [InlineData(0x09, true, 5, 1002)]
    [InlineData(0x89, true, 126, 1002)]
    [InlineData(0x88, true, 1, 1002)]
    public async Task ViolationOfTheProtocol_ClosesWithItsCode(byte firstByte, bool masked, int length, int code)
    {
        using var client = await RawSocket.ConnectAsync(Server.SocketUri("user_id=u"));
        await client.SendFrameAsync(firstByte, new byte[length], masked);

        (await client.ReadCloseCodeAsync()).ShouldBe(code);
    }

    [Fact]
    public async Task PeersClose_IsAnsweredWithItsCode()
    {
        using var client = await RawSocket.ConnectAsync(Server.SocketUri("user_id=u"));
        await client.SendFrameAsync(0x88, new byte[] { 0x03, 0xE8 });

        (await client.ReadCloseCodeAsync()).ShouldBe(1000);
    }

    [Fact]
    public async Task FragmentedText_WithAPingInBetween_IsOneMessage()
    {
        using var client = await RawSocket.ConnectAsync(Server.SocketUri("user_id=u"));
        await client.ReadFrameAsync();
        await client.SendFrameAsync(0x01, Encoding.UTF8.GetBytes("""{"type":"""));
        await client.SendFrameAsync(0x89, Encoding.UTF8.GetBytes("beat"));
        await client.SendFrameAsync(0x80, Encoding.UTF8.GetBytes("\"ping\"}"));

        var pong = await client.ReadFrameAsync();
        pong.Opcode.ShouldBe(10);
        Encoding.UTF8.GetString(pong.Payload).ShouldBe("beat");
        Encoding.UTF8.GetString((await client.ReadFrameAsync()).Payload).ShouldBe("""{"type":"pong"}""");
    }

    [Fact]
    public async Task Compression_IsUsedBothWays_WhenTheClientOffersIt()
    {
        var room = EmbeddedServerFixture.Unique("room");
        void Deflate(ClientWebSocketOptions options) => options.DangerousDeflateOptions = new WebSocketDeflateOptions();
        await using var alice = await TestClient.ConnectAsync(Server.SocketUri($"user_id=alice&room_id={room}"), Deflate);
        await using var bob = await TestClient.ConnectAsync(Server.SocketUri($"user_id=bob&room_id={room}"), Deflate);
        await using var plain = await TestClient.ConnectAsync(Server.SocketUri($"user_id=carol&room_id={room}"));
        var data = string.Join(' ', Enumerable.Repeat("the same words again", 500));

        for (var i = 1; i <= 3; i++)
        {
            await alice.SendAsync($$"""{"type":"room","room_id":"{{room}}","data":"{{data}}"}""");
            (await bob.ReceiveAsync("room"))["data"]!.GetValue<string>().ShouldBe(data);
            (await plain.ReceiveAsync("room"))["data"]!.GetValue<string>().ShouldBe(data);
        }
    }

    [Fact]
    public async Task WithoutCredentials_TheHandshakeIsRefused()
    {
        using var http = new HttpClient { BaseAddress = Server.Address };
        using var request = new HttpRequestMessage(HttpMethod.Get, "/ws");
        request.Headers.TryAddWithoutValidation("Upgrade", "websocket");
        request.Headers.TryAddWithoutValidation("Connection", "Upgrade");
        request.Headers.TryAddWithoutValidation("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ==");
        request.Headers.TryAddWithoutValidation("Sec-WebSocket-Version", "13");
        using var response = await http.SendAsync(request);

        response.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await response.Content.ReadAsStringAsync()).ShouldContain("\"code\":\"unauthorized\"");
    }

    [Fact]
    public async Task OneClientThatFloods_IsLimited_AndOthersNoticeNothing()
    {
        const int Flood = 20_000;
        var room = EmbeddedServerFixture.Unique("room");
        var quiet = EmbeddedServerFixture.Unique("room");
        await using var alice = await TestClient.ConnectAsync(Server.SocketUri($"user_id=alice&room_id={quiet}"));
        await using var bob = await TestClient.ConnectAsync(Server.SocketUri($"user_id=bob&room_id={quiet}"));
        await using var flooder = await TestClient.ConnectAsync(Server.SocketUri($"user_id={EmbeddedServerFixture.Unique("flooder")}&room_id={room}"));
        var clock = System.Diagnostics.Stopwatch.StartNew();
        var flooding = Task.Run(async () =>
        {
            for (var i = 0; i < Flood; i++)
            {
                await flooder.SendAsync($$"""{"type":"room","room_id":"{{room}}","data":{{i}}}""");
            }
        });

        for (var i = 1; i <= 100; i++)
        {
            await alice.SendAsync($$"""{"type":"room","room_id":"{{quiet}}","data":{{i}}}""");
            (await bob.ReceiveAsync("room"))["seq"]!.GetValue<long>().ShouldBe(i);
        }

        await flooding;
        var status = await flooder.ReceiveUntilPongOrCloseAsync();
        var seconds = clock.Elapsed.TotalSeconds;
        status.Errors.ShouldAllBe(error => error["code"]!.GetValue<string>() == "rate_limited" && error["retry_after_ms"]!.GetValue<int>() > 0);
        status.Errors.Count.ShouldBeGreaterThan(0);
        using var api = new ServiceApi(Server.Address);
        var (_, newest) = await api.GetAsync($"/api/v1/rooms/{room}/messages?limit=1");
        newest!["messages"]![0]!["seq"]!.GetValue<long>().ShouldBeLessThanOrEqualTo((long)(1_000 + (500 * (seconds + 1))));
    }
}
