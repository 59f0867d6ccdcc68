namespace Orleans;

/// <summary>State as a store sees it.</summary>
public interface IGrainState<T>
{
    /// <summary>The version.</summary>
    string? ETag { get; set; }

    /// <summary>Whether there is a record.</summary>
    bool RecordExists { get; set; }

    /// <summary>The state.</summary>
    T? State { get; set; }
}
