using Microsoft.Extensions.Options;
using Orleans.Realtime.Gateway.Web.Auth;

namespace Orleans.Realtime.Gateway.Web.Streams;

/// <summary>Decides who may use streams, for HTTP and the socket alike.</summary>
internal sealed class StreamAccess(IOptions<StreamAccessOptions> options)
{
    /// <summary>What somebody is told who may not.</summary>
    public const string Refusal = "Streams need the role 'service' or 'admin'.";

    private readonly bool _allowUsers = options.Value.AllowUsers;

    /// <summary>Whether the caller may use streams.</summary>
    public bool Admits(RealtimePrincipal principal) => _allowUsers || principal.IsService || principal.IsAdmin;
}
