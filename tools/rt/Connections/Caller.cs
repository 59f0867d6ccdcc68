using Orleans.Realtime.Cli.Servers;

namespace Orleans.Realtime.Cli.Connections;

/// <summary>Who connects to which server.</summary>
/// <param name="Server">The server.</param>
/// <param name="User">In development mode: who one claims to be.</param>
/// <param name="Role">In development mode: <c>service</c>, <c>admin</c> or none.</param>
/// <param name="Token">A JWT, in place of both.</param>
internal sealed record Caller(ServerAddress Server, string? User, string? Role, string? Token);
