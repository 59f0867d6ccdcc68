using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Options;

namespace Orleans.Realtime.Gateway.Web.Hosting;

/// <summary>
/// Knows which ports are the administrator's. The port that the connection came in by counts, not the Host header, which the
/// client writes.
/// </summary>
internal sealed class AdminListener(IOptions<AdminOptions> options, IServer server)
{
    private HashSet<int>? _ports;

    /// <summary>Whether the administrator has listeners of his own.</summary>
    public bool IsSeparate { get; } = options.Value.Addresses.Length > 0;

    /// <summary>Whether the request came in by one of them.</summary>
    public bool IsAdminPort(HttpContext context) => IsSeparate && (_ports ??= FindPorts()).Contains(context.Connection.LocalPort);

    private HashSet<int> FindPorts()
    {
        // Kestrel lists the addresses as they were bound, in the order of the configuration: ours are the last.
        var bound = server.Features.GetRequiredFeature<IServerAddressesFeature>().Addresses;
        return [.. bound.TakeLast(options.Value.Addresses.Length).Select(a => BindingAddress.Parse(a).Port)];
    }
}
