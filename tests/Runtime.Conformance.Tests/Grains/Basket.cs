namespace Orleans.Realtime.Runtime.Conformance.Tests.Grains;

[GenerateSerializer]
public sealed class Basket
{
    [Id(0)]
    public List<string> Items { get; set; } = [];

    [Id(1)]
    public Dictionary<string, int[]> Counts { get; set; } = [];

    [Id(2)]
    public Label Label { get; set; } = new("none");

    // Without an Id and not serialized: the attribute tells Microsoft's analyzer that this is meant.
    [field: NonSerialized]
    public string? Forgotten { get; set; }
}
