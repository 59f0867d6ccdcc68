namespace Orleans.Realtime.OrleansLite.TestSilo.Contracts;

public sealed partial record Visit
{
    /// <summary>Something that older readers skip.</summary>
    [Id(3)]
    public Extra? More { get; set; } = new(["one", "two"], 3);
}
