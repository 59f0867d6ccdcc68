using Orleans.Realtime.Cli.Servers;

namespace Orleans.Realtime.Cli.Tests.Servers;

public sealed class ServerAddressTests
{
    [Theory]
    [InlineData("ws://127.0.0.1:8080/ws", "http://127.0.0.1:8080/", "ws://127.0.0.1:8080/ws")]
    [InlineData("http://127.0.0.1:8080", "http://127.0.0.1:8080/", "ws://127.0.0.1:8080/ws")]
    [InlineData("localhost:9100", "http://localhost:9100/", "ws://localhost:9100/ws")]
    [InlineData("wss://rt.example.com", "https://rt.example.com/", "wss://rt.example.com/ws")]
    [InlineData("https://example.com/realtime/", "https://example.com/realtime/", "wss://example.com/realtime/ws")]
    [InlineData("wss://example.com/realtime/ws", "https://example.com/realtime/", "wss://example.com/realtime/ws")]
    public void Address_OfEitherKind_GivesBoth(string text, string http, string socket)
    {
        var address = ServerAddress.TryParse(text)!;

        address.Http.AbsoluteUri.ShouldBe(http);
        address.Socket.AbsoluteUri.ShouldBe(socket);
    }

    [Theory]
    [InlineData("")]
    [InlineData("ftp://x")]
    [InlineData("http://")]
    [InlineData("ws://h/ws?user_id=alice")]
    public void Other_IsNone(string text) => ServerAddress.TryParse(text).ShouldBeNull();

    [Theory]
    [InlineData("http://127.0.0.1:1", true)]
    [InlineData("http://localhost", true)]
    [InlineData("http://[::1]:8080", true)]
    [InlineData("http://10.0.0.1", false)]
    [InlineData("http://localhost.example.com", false)]
    public void Loopback_IsThisMachine(string text, bool isLoopback) => ServerAddress.TryParse(text)!.IsLoopback.ShouldBe(isLoopback);
}
