namespace Orleans.Realtime.Cli.Servers;

/// <summary>A server as its user names it: by the address of its WebSocket, or of its HTTP API.</summary>
internal sealed class ServerAddress
{
    /// <summary>Where the embedded server listens unless told otherwise.</summary>
    public const string Default = "http://127.0.0.1:8080";

    private ServerAddress(Uri http) => Http = http;

    /// <summary>Where the HTTP API begins; ends with a slash.</summary>
    public Uri Http { get; }

    /// <summary>The WebSocket.</summary>
    public Uri Socket => new UriBuilder(new Uri(Http, "ws")) { Scheme = Http.Scheme == Uri.UriSchemeHttps ? Uri.UriSchemeWss : Uri.UriSchemeWs }.Uri;

    /// <summary>Whether it is this machine.</summary>
    public bool IsLoopback => Http.IsLoopback;

    /// <summary>Reads an address of either kind: <c>ws://host:port/ws</c>, <c>https://host</c>, <c>host:port</c>.</summary>
    /// <returns>Null when it is neither.</returns>
    public static ServerAddress? TryParse(string text)
    {
        var full = text.Contains("://", StringComparison.Ordinal) ? text : "http://" + text;
        if (!Uri.TryCreate(full, UriKind.Absolute, out var uri) || uri.Host.Length == 0 || uri.Query.Length > 0)
        {
            return null;
        }

        var scheme = uri.Scheme switch
        {
            "ws" or "http" => Uri.UriSchemeHttp,
            "wss" or "https" => Uri.UriSchemeHttps,
            _ => null,
        };
        if (scheme is null)
        {
            return null;
        }

        var path = uri.AbsolutePath.TrimEnd('/');
        if (path.EndsWith("/ws", StringComparison.Ordinal))
        {
            path = path[..^"/ws".Length];
        }

        return new ServerAddress(new UriBuilder(scheme, uri.Host, uri.IsDefaultPort ? -1 : uri.Port, path + "/").Uri);
    }

    /// <inheritdoc />
    public override string ToString() => Http.ToString().TrimEnd('/');
}
