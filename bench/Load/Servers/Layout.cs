namespace Orleans.Realtime.Load.Servers;

/// <summary>Which processes a work runs against.</summary>
/// <param name="Gateways">Processes that clients connect to.</param>
/// <param name="Silos">Processes behind them, of servers that have such; 0: everything in one process and in memory.</param>
/// <param name="Fsync">Redis' <c>appendfsync</c>, where there is a Redis.</param>
/// <param name="AllCores">Whether the server may use every core, and not the first alone.</param>
internal sealed record Layout(int Gateways = 1, int Silos = 0, string Fsync = "always", bool AllCores = false)
{
    public static Layout One { get; } = new();

    /// <summary>The cores as <c>taskset -c</c> takes them; null for all.</summary>
    public string? Cores => AllCores ? null : "0";
}
