using Orleans.Realtime.Cluster.Tests.Support;

namespace Orleans.Realtime.Cluster.Tests.Clients;

/// <summary>The console page's scripts, which no compiler reads on their way to the browser.</summary>
public sealed class ConsolePageTests
{
    [Fact]
    public Task Scripts_FitTheirTypes() =>
        Script.RunAsync(TimeSpan.FromMinutes(5), "clients/typescript", "node", "node_modules/typescript/bin/tsc", "-p", "tsconfig.console.json");
}
