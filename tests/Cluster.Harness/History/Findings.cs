namespace Orleans.Realtime.Cluster.Harness.History;

/// <summary>What is wrong so far: all of it counted, the first of it told.</summary>
internal sealed class Findings(int keep)
{
    private readonly List<string> _texts = [];

    public int Lost { get; private set; }

    public int Doubled { get; private set; }

    public int Reordered { get; private set; }

    public int Contradictions { get; private set; }

    public int Holes { get; private set; }

    public int Count { get; private set; }

    public IReadOnlyList<string> Texts => _texts;

    public void AddLost(string text)
    {
        Lost++;
        Add("lost: " + text);
    }

    public void AddDoubled(string text)
    {
        Doubled++;
        Add("doubled: " + text);
    }

    public void AddReordered(string text)
    {
        Reordered++;
        Add("reordered: " + text);
    }

    public void AddContradiction(string text)
    {
        Contradictions++;
        Add("contradiction: " + text);
    }

    public void AddHole(string text)
    {
        Holes++;
        Add("hole: " + text);
    }

    public void Add(string text)
    {
        Count++;
        if (_texts.Count < keep)
        {
            _texts.Add(text);
        }
    }
}
