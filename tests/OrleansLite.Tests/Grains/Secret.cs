namespace Orleans.Realtime.OrleansLite.Tests.Grains;

[GenerateSerializer]
internal sealed record Secret([property: Id(0)] List<string> Words)
{
    [Id(1)]
    private int _count = Words.Count;

    [Id(2)]
    public Secret? Next { get; set; }

    public int CountAtBirth() => _count;

    public void Forget() => _count = 0;
}
