using Orleans.Realtime.OrleansLite.TestSilo.Contracts;

namespace Orleans.Realtime.OrleansLite.TestSilo.Grains;

public sealed partial class VisitState
{
    /// <summary>Something that older readers skip.</summary>
    [Id(2)]
    public Dictionary<string, Extra> More { get; set; } = new() { ["new"] = new(["three"], 4) };
}
