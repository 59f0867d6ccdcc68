using System.Globalization;

namespace Orleans.TestingHost;

/// <summary>What differs between the silos of a test cluster.</summary>
public sealed class InProcessTestSiloSpecificOptions
{
    /// <summary>The port other silos would use.</summary>
    public int SiloPort { get; set; }

    /// <summary>The port clients would use.</summary>
    public int GatewayPort { get; set; }

    /// <summary>The silo's name.</summary>
    public string SiloName { get; set; } = null!;

    internal static InProcessTestSiloSpecificOptions Create(int instanceNumber) => new()
    {
        SiloName = string.Create(CultureInfo.InvariantCulture, $"Silo_{instanceNumber}"),
        SiloPort = 11111 + instanceNumber,
        GatewayPort = 30000 + instanceNumber,
    };
}
