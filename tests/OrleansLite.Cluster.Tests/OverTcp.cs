using System.Runtime.CompilerServices;

namespace Orleans.Realtime.OrleansLite.Cluster.Tests;

/// <summary>Makes all test clusters of this assembly talk by TCP.</summary>
internal static class OverTcp
{
    [ModuleInitializer]
    internal static void Begin() => AppContext.SetSwitch("Orleans.Lite.TestOverTcp", true);
}
