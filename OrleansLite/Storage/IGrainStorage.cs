using Orleans.Runtime;

namespace Orleans.Storage;

/// <summary>Stores the state of grains.</summary>
public interface IGrainStorage
{
    /// <summary>Reads into <paramref name="grainState"/>.</summary>
    Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState);

    /// <summary>Writes if the etag still matches.</summary>
    /// <exception cref="InconsistentStateException">Somebody else wrote.</exception>
    Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState);

    /// <summary>Removes if the etag still matches.</summary>
    /// <exception cref="InconsistentStateException">Somebody else wrote.</exception>
    Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState);
}
