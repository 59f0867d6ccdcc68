namespace Orleans;

/// <summary>State as a store sees it.</summary>
[GenerateSerializer]
public sealed class GrainState<T> : IGrainState<T>
{
    /// <summary>Empty.</summary>
    public GrainState()
    {
    }

    /// <summary>With state.</summary>
    public GrainState(T? state) => State = state;

    /// <summary>With state and version.</summary>
    public GrainState(T? state, string? eTag)
        : this(state) => ETag = eTag;

    /// <inheritdoc/>
    [Id(0)]
    public T? State { get; set; }

    /// <inheritdoc/>
    [Id(1)]
    public string? ETag { get; set; }

    /// <inheritdoc/>
    [Id(2)]
    public bool RecordExists { get; set; }
}
