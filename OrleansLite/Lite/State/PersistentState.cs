using Orleans.Runtime;
using Orleans.Storage;

namespace Orleans.Lite.State;

/// <summary>State of one grain in one store.</summary>
internal sealed class PersistentState<T>(string name, GrainId grain, IGrainStorage storage) : IPersistentState<T>, IPersistentStateSource
{
    private readonly GrainState<T> _state = new(NewState());

    public T State
    {
        get => _state.State!;
        set => _state.State = value;
    }

    public string? Etag => _state.ETag;

    public bool RecordExists => _state.RecordExists;

    public Task LoadAsync() => ReadStateAsync();

    public async Task ReadStateAsync()
    {
        await storage.ReadStateAsync(name, grain, _state);
        _state.State ??= NewState();
    }

    public Task WriteStateAsync() => storage.WriteStateAsync(name, grain, _state);

    public async Task ClearStateAsync()
    {
        await storage.ClearStateAsync(name, grain, _state);
        _state.State ??= NewState();
    }

    private static T NewState() => typeof(T).IsValueType || typeof(T).GetConstructor(Type.EmptyTypes) is null ? default! : Activator.CreateInstance<T>();
}
