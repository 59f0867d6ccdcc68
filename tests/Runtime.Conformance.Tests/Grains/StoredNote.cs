namespace Orleans.Realtime.Runtime.Conformance.Tests.Grains;

[GenerateSerializer]
public sealed class StoredNote
{
    [Id(0)]
    public string Text { get; set; } = "";

    [Id(1)]
    public List<string> History { get; set; } = [];
}
