using Microsoft.AspNetCore.Http;
using Orleans.Realtime.Gateway.Web.Sockets;

namespace Orleans.Realtime.Gateway.Web.Tests.Sockets;

public sealed class HandshakeTests
{
    private const string Agreed = "permessage-deflate; server_no_context_takeover; client_no_context_takeover";

    [Fact]
    public void Request_OfTheRfc_IsAcceptedWithTheKeyOfTheRfc()
    {
        var result = WebSocketHandshake.Evaluate("GET", Headers(), compression: true);

        result.IsAccepted.ShouldBeTrue();
        result.AcceptKey.ShouldBe("s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
        result.Compression.ShouldBeFalse();
    }

    [Theory]
    [InlineData("Connection", "keep-alive, Upgrade")]
    [InlineData("Upgrade", "WebSocket")]
    [InlineData("Upgrade", "h2c, websocket")]
    public void Request_WithListsAndOtherCase_IsAccepted(string name, string value) =>
        WebSocketHandshake.Evaluate("GET", Headers((name, value)), compression: true).IsAccepted.ShouldBeTrue();

    [Theory]
    [InlineData("Connection", null, 400)]
    [InlineData("Connection", "keep-alive", 400)]
    [InlineData("Upgrade", null, 400)]
    [InlineData("Upgrade", "h2c", 400)]
    [InlineData("Sec-WebSocket-Key", null, 400)]
    [InlineData("Sec-WebSocket-Key", "", 400)]
    [InlineData("Sec-WebSocket-Key", "dGhlIHNhbXBsZQ==", 400)]
    [InlineData("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ=", 400)]
    [InlineData("Sec-WebSocket-Key", "!!hlIHNhbXBsZSBub25jZQ==", 400)]
    [InlineData("Sec-WebSocket-Version", null, 426)]
    [InlineData("Sec-WebSocket-Version", "8", 426)]
    [InlineData("Sec-WebSocket-Version", "13, 8", 426)]
    public void Request_WithoutWhatTheRfcWants_IsRefused(string name, string? value, int status)
    {
        var result = WebSocketHandshake.Evaluate("GET", Headers((name, value)), compression: true);

        result.IsAccepted.ShouldBeFalse();
        result.StatusCode.ShouldBe(status);
        result.Fault.ShouldNotBeEmpty();
    }

    [Fact]
    public void Request_ByPost_IsRefused() =>
        WebSocketHandshake.Evaluate("POST", Headers(), compression: true).StatusCode.ShouldBe(405);

    [Fact]
    public void Refusal_OfAnotherVersion_NamesOurs()
    {
        var context = new DefaultHttpContext();

        WebSocketUpgrade.PrepareRefusal(context, WebSocketHandshake.Evaluate("GET", Headers(("Sec-WebSocket-Version", "8")), compression: true));

        context.Response.StatusCode.ShouldBe(426);
        context.Response.Headers.SecWebSocketVersion.ToString().ShouldBe("13");
    }

    [Theory]
    [InlineData("permessage-deflate", Agreed)]
    [InlineData("permessage-deflate; client_max_window_bits", Agreed)]
    [InlineData("permessage-deflate; client_max_window_bits=10", Agreed)]
    [InlineData("permessage-deflate; client_max_window_bits=\"15\"", Agreed)]
    [InlineData("permessage-deflate; server_no_context_takeover; client_no_context_takeover", Agreed)]
    [InlineData("permessage-deflate; server_max_window_bits=15", Agreed + "; server_max_window_bits=15")]
    [InlineData("Permessage-Deflate ; Client_Max_Window_Bits", Agreed)]
    [InlineData("x-webkit-deflate-frame, permessage-deflate", Agreed)]
    [InlineData("permessage-deflate; server_max_window_bits=10, permessage-deflate", Agreed)]
    [InlineData("permessage-deflate; server_max_window_bits=10", null)]
    [InlineData("permessage-deflate; server_max_window_bits", null)]
    [InlineData("permessage-deflate; server_max_window_bits=015", null)]
    [InlineData("permessage-deflate; server_max_window_bits=16", null)]
    [InlineData("permessage-deflate; client_max_window_bits=7", null)]
    [InlineData("permessage-deflate; client_max_window_bits=+9", null)]
    [InlineData("permessage-deflate; server_no_context_takeover=1", null)]
    [InlineData("permessage-deflate; client_no_context_takeover; client_no_context_takeover", null)]
    [InlineData("permessage-deflate; unknown", null)]
    [InlineData("permessage-deflate;", null)]
    [InlineData("permessage-bzip2", null)]
    [InlineData("", null)]
    public void Offer_IsAnsweredAsRfc7692Says(string offer, string? answer) =>
        WebSocketHandshake.Evaluate("GET", Headers(("Sec-WebSocket-Extensions", offer)), compression: true).Extensions.ShouldBe(answer);

    [Fact]
    public void Offer_WhenCompressionIsOff_IsNotAnswered() =>
        WebSocketHandshake.Evaluate("GET", Headers(("Sec-WebSocket-Extensions", "permessage-deflate")), compression: false).Compression.ShouldBeFalse();

    private static HeaderDictionary Headers(params (string Name, string? Value)[] changes)
    {
        var headers = new HeaderDictionary
        {
            ["Connection"] = "Upgrade",
            ["Upgrade"] = "websocket",
            ["Sec-WebSocket-Version"] = "13",
            ["Sec-WebSocket-Key"] = "dGhlIHNhbXBsZSBub25jZQ==",
        };
        foreach (var (name, value) in changes)
        {
            if (value is null)
            {
                headers.Remove(name);
            }
            else
            {
                headers[name] = value;
            }
        }

        return headers;
    }
}
