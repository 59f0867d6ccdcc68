using Orleans.Realtime.Load.Dialects;

namespace Orleans.Realtime.Load.Servers;

/// <summary>All servers there are, this repository's first, the limit last.</summary>
internal static class PeerCatalog
{
    /// <summary>The server that ratios are to, and the one that nothing can beat.</summary>
    public const string Reference = "signalr";

    /// <summary>The server that nothing of this kind can beat.</summary>
    public const string Limit = "limit";

    private const string Alone = "it speaks to the clients of one process only";

    /// <param name="arguments">Which of them, and where they are.</param>
    /// <exception cref="FormatException">There is no such peer.</exception>
    public static IReadOnlyList<Peer> Create(Arguments arguments)
    {
        Peer[] all =
        [
            new RealtimePeer(arguments.Programs, arguments.Profile),
            new ProgramPeer(
                Reference, "ASP.NET Core SignalR", () => new SignalRDialect(), Dotnet(arguments, "SignalR"),
                arguments.Missing.GetValueOrDefault("signalr-redis")),
            new ProgramPeer("kestrel", "Kestrel + System.Net.WebSockets", () => new PlainDialect(), Dotnet(arguments, "Kestrel"), Alone),
            new ProgramPeer("socketio", "Socket.IO 4", () => new SocketIoDialect(), Node(arguments, "socketio"), whyNotSeveral: null),
            new ProgramPeer("ws", "Node ws", () => new PlainDialect(), Node(arguments, "ws"), Alone),
            new NatsPeer(Path.Combine(arguments.Peers, "nats", "nats.conf")),
            new ProgramPeer(Limit, "the limit: C, epoll, send()", () => new PlainDialect(), [Path.Combine(arguments.Programs, "limit")], Alone),
        ];
        if (arguments.Beside?.FirstOrDefault(name => !Array.Exists(all, peer => peer.Name == name)) is { } unknown)
        {
            throw new FormatException($"'{unknown}' is no peer: {string.Join(", ", all.Skip(1).Select(peer => peer.Name))}.");
        }

        foreach (var peer in all)
        {
            peer.Missing = arguments.Missing.GetValueOrDefault(peer.Name);
        }

        return [.. all.Where(peer => peer.IsOurs || arguments.Beside is null || arguments.Beside.Contains(peer.Name))];
    }

    private static string[] Dotnet(Arguments arguments, string name) => ["dotnet", Path.Combine(arguments.Programs, name, $"Orleans.Realtime.Peers.{name}.dll")];

    private static string[] Node(Arguments arguments, string name) => ["node", Path.Combine(arguments.Peers, name, "server.mjs")];
}
