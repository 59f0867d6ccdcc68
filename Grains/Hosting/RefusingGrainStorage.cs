using Orleans.Realtime.Grains.Interfaces;
using Orleans.Runtime;
using Orleans.Storage;

namespace Orleans.Realtime.Grains.Hosting;

/// <summary>
/// Says <see cref="RealtimeErrorCode.Unavailable"/> when the storage behind it fails. A grain that cannot be activated hands its storage's fault to the
/// caller, who knows neither the provider nor its exceptions, and would take for an internal error what passes.
/// </summary>
internal sealed class RefusingGrainStorage(IGrainStorage storage) : IGrainStorage
{
    /// <inheritdoc/>
    public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
        RunAsync(() => storage.ReadStateAsync(stateName, grainId, grainState));

    /// <inheritdoc/>
    public Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
        RunAsync(() => storage.WriteStateAsync(stateName, grainId, grainState));

    /// <inheritdoc/>
    public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
        RunAsync(() => storage.ClearStateAsync(stateName, grainId, grainState));

    private static async Task RunAsync(Func<Task> work)
    {
        try
        {
            await work();
        }
        catch (Exception fault) when (fault is not (InconsistentStateException or OperationCanceledException or RealtimeException))
        {
            throw new RealtimeException(RealtimeErrorCode.Unavailable, $"The storage is out of reach ({fault.GetType().Name}). Try again with the same id.");
        }
    }
}
