using Orleans.Realtime.OrleansLite.TestSilo.Contracts;

namespace Orleans.Realtime.OrleansLite.TestSilo.Grains;

/// <summary>What a grain stores: a reference among it.</summary>
[GenerateSerializer]
public sealed partial class VisitState
{
    /// <summary>A text.</summary>
    [Id(0)]
    public string Text { get; set; } = "";

    /// <summary>The observer.</summary>
    [Id(1)]
    public IVisitObserver? Observer { get; set; }
}
