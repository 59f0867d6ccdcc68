using Orleans.Realtime.Load.Dialects;

namespace Orleans.Realtime.Load.Servers;

/// <summary>A kind of server that can be measured.</summary>
/// <param name="name">What <c>--peers</c> calls it.</param>
/// <param name="title">What tables call it.</param>
internal abstract class Peer(string name, string title)
{
    /// <summary>Environment of .NET servers: that which <c>run.sh</c> gives ours.</summary>
    protected static readonly IReadOnlyDictionary<string, string> DotnetEnvironment = new Dictionary<string, string>
    {
        ["DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS"] = "1",
    };

    public string Name { get; } = name;

    public string Title { get; } = title;

    /// <summary>Whether it is the server that this repository is about.</summary>
    public virtual bool IsOurs => false;

    /// <summary>Why it cannot run on this machine; null if it can.</summary>
    public string? Missing { get; set; }

    /// <summary>How it is spoken to. A new one for each run.</summary>
    public abstract Dialect NewDialect();

    /// <summary>Why it cannot serve through several gateways; null if it can.</summary>
    public virtual string? WhyNotSeveral => null;

    /// <summary>Starts it on ports that the kernel chooses.</summary>
    public abstract Task<Deployment> StartAsync(Layout layout);
}
