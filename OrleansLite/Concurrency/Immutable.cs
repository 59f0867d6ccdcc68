namespace Orleans.Concurrency;

/// <summary>A value that is passed without a copy.</summary>
[GenerateSerializer, Immutable]
public readonly struct Immutable<T>
{
    /// <summary>The value.</summary>
    [Id(0)]
    public readonly T Value;

    /// <summary>Wraps a value.</summary>
    public Immutable(T value) => Value = value;
}
