namespace Orleans.Realtime.Gateway.Web.Hosting;

/// <summary>How the HTTP server treats connections. Section <c>Http</c>. Addresses are <c>Urls</c>, as everywhere in ASP.NET Core.</summary>
public sealed class HttpOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Http";

    /// <summary>The environment variable that lets sockets complete their operations on the thread that polls them.</summary>
    public const string InlineCompletionsVariable = "DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS";

    /// <summary>
    /// Whether Kestrel runs its work on the thread that polls the sockets: less CPU per message on few cores, if nothing blocks
    /// there. Goes together with <c>DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS=1</c>, which only the process' environment can
    /// set: by default it follows that variable, and <see langword="true"/> without it is refused.
    /// </summary>
    public bool? InlineScheduling { get; set; }

    /// <summary>
    /// Whether the listeners take WebSockets off plain TCP connections themselves, before the HTTP server: less memory and CPU for each. Middleware
    /// that you put in front of <c>/ws</c> does not see those; set it to <see langword="false"/> if it must. Default <see langword="true"/>.
    /// </summary>
    public bool DirectWebSockets { get; set; } = true;

    /// <summary>How long a connection without a request stays open. Default 130 s, range 1 s to 1 h.</summary>
    public TimeSpan KeepAliveTimeout { get; set; } = TimeSpan.FromSeconds(130);

    /// <summary>How long a client may take to send the headers of a request. Default 15 s, range 1 s to 10 min.</summary>
    public TimeSpan RequestHeadersTimeout { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>Whether sockets complete inline, as the environment says.</summary>
    internal static bool InlineCompletions => Environment.GetEnvironmentVariable(InlineCompletionsVariable) == "1";
}
