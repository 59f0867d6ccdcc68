using System.Diagnostics;
using System.Globalization;

namespace Orleans.Realtime.Load.Servers;

/// <summary>Which processes a work runs against.</summary>
/// <param name="Gateways">Processes that clients connect to.</param>
/// <param name="Silos">Processes behind them, of servers that have such; 0: everything in one process and in memory.</param>
/// <param name="Fsync">Redis' <c>appendfsync</c>, where there is a Redis.</param>
/// <param name="AllCores">Whether the server and its Redis may use the generator's core too.</param>
internal sealed record Layout(int Gateways = 1, int Silos = 0, string Fsync = "always", bool AllCores = false)
{
    public static Layout One { get; } = new();

    /// <summary>The cores as <c>taskset -c</c> takes them: this program's own would be inherited.</summary>
    public string Cores => AllCores ? "0-1" : "0";

    /// <summary>In words; null for one process and nothing behind it.</summary>
    public string? Description => Silos == 0
        ? null
        : string.Create(CultureInfo.InvariantCulture, $"{Gateways} gateway{(Gateways == 1 ? "" : "s")} and {Silos} silo{(Silos == 1 ? "" : "s")}, Redis {Fsync}{(AllCores ? ", both cores" : "")}");

    /// <summary>Redis keeps the generator's core, from which it was started, unless everything has both.</summary>
    public async Task PinRedisAsync(int process)
    {
        if (AllCores)
        {
            string[] arguments = ["-a", "-c", "-p", Cores, process.ToString(CultureInfo.InvariantCulture)];
            using var taskset = Process.Start(new ProcessStartInfo("taskset", arguments) { UseShellExecute = false, RedirectStandardOutput = true })!;
            await taskset.WaitForExitAsync();
        }
    }
}
