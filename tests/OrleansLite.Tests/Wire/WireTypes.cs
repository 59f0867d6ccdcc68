using Orleans.Serialization;

namespace Orleans.Realtime.OrleansLite.Tests.Wire;

#pragma warning disable MA0048 // One file for the types that the codecs are tried on: each is a line or two.
#pragma warning disable SA1402

public enum Colour : byte
{
    Red = 1,
    Blue = 200,
}

[GenerateSerializer]
public sealed record Point([property: Id(0)] int X, [property: Id(1)] int Y);

[GenerateSerializer]
public readonly record struct Place([property: Id(0)] string Name, [property: Id(1)] Point? At);

[GenerateSerializer]
public abstract class Shape
{
    [Id(0)]
    public string Name { get; set; } = "shape";
}

[GenerateSerializer, Alias("circle")]
public class Circle : Shape
{
    [Id(0)]
    public double Radius { get; set; }
}

[GenerateSerializer]
public sealed class Ring : Circle
{
    [Id(0)]
    private readonly int _width;

    public Ring(int width) => _width = width;

    public int Width => _width;
}

[GenerateSerializer]
public sealed class Tree
{
    [Id(0)]
    public int Value { get; set; }

    [Id(1)]
    public Tree? Left { get; set; }

    [Id(5)]
    public List<Tree> Others { get; set; } = [];
}

[GenerateSerializer]
public sealed record NoteOld([property: Id(0)] string Text, [property: Id(2)] int Count)
{
    [Id(9)]
    public string Language { get; init; } = "en";
}

[GenerateSerializer]
public sealed record NoteNew(
    [property: Id(0)] string Text,
    [property: Id(1)] Tree? Added,
    [property: Id(2)] int? Count,
    [property: Id(3)] Dictionary<string, Shape[]> More,
    [property: Id(100)] Guid Far);

[GenerateSerializer]
public sealed class OddException(string message, int code) : Exception(message)
{
    [Id(0)]
    public int Code { get; } = code;
}

public sealed class Unmarked
{
    public int Value { get; set; }
}

public sealed class CryptoLikeException(int code) : Exception($"code {code}");
