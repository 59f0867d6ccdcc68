namespace Orleans.Core;

/// <summary>A piece of stored state.</summary>
public interface IStorage
{
    /// <summary>The version that was read or written last.</summary>
    string? Etag { get; }

    /// <summary>Whether there is a record in the store.</summary>
    bool RecordExists { get; }

    /// <summary>Removes the record.</summary>
    Task ClearStateAsync();

    /// <summary>Writes the state.</summary>
    Task WriteStateAsync();

    /// <summary>Reads the state.</summary>
    Task ReadStateAsync();

    /// <summary>Removes the record.</summary>
    Task ClearStateAsync(CancellationToken cancellationToken) => ClearStateAsync();

    /// <summary>Writes the state.</summary>
    Task WriteStateAsync(CancellationToken cancellationToken) => WriteStateAsync();

    /// <summary>Reads the state.</summary>
    Task ReadStateAsync(CancellationToken cancellationToken) => ReadStateAsync();
}
