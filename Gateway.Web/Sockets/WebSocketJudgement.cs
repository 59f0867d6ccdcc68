using System.Diagnostics.CodeAnalysis;

namespace Orleans.Realtime.Gateway.Web.Sockets;

/// <summary>What was decided about a request for a WebSocket.</summary>
internal sealed class WebSocketJudgement
{
    private WebSocketJudgement(WebSocketHandshakeResult? handshake, string? code, string? fault, object? state)
    {
        Handshake = handshake;
        Code = code;
        Fault = fault;
        State = state;
    }

    /// <summary>The handshake's answer; null where the request was refused before its handshake was looked at.</summary>
    public WebSocketHandshakeResult? Handshake { get; }

    /// <summary>One of the contract's error codes; null when accepted.</summary>
    public string? Code { get; }

    /// <summary>Why it was refused, in words for the client; null when accepted.</summary>
    public string? Fault { get; }

    /// <summary>What whoever accepted it needs to run it.</summary>
    public object? State { get; }

    /// <summary>Whether it becomes a WebSocket.</summary>
    [MemberNotNullWhen(true, nameof(Handshake))]
    [MemberNotNullWhen(false, nameof(Code), nameof(Fault))]
    public bool IsAccepted => Code is null;

    /// <summary>It becomes one.</summary>
    public static WebSocketJudgement Accept(WebSocketHandshakeResult handshake, object? state) => new(handshake, null, null, state);

    /// <summary>It does not.</summary>
    /// <param name="code">One of the contract's error codes.</param>
    /// <param name="fault">Why.</param>
    /// <param name="handshake">The handshake, where that is what is wrong.</param>
    public static WebSocketJudgement Refuse(string code, string fault, WebSocketHandshakeResult? handshake = null) => new(handshake, code, fault, null);
}
