using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Runtime;
using Orleans.Storage;

namespace Orleans.Realtime.Grains.Tests.Support;

/// <summary>
/// One silo's door to grain state that outlives each of the silos: Microsoft's memory storage lives in grains and goes with the silo that
/// holds them.
/// </summary>
internal sealed class SharedGrainStorage(ConcurrentDictionary<(string, GrainId), object> states, IServiceProvider services) : IGrainStorage
{
    // Lite has none: there a reference that is kept as an object reaches its target from every silo.
    private static readonly Type? SerializerType = Type.GetType("Orleans.Storage.IGrainStorageSerializer, Orleans.Core");

    private readonly object? _serializer = SerializerType is null ? null : services.GetRequiredService(SerializerType);

    public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        if (states.TryGetValue((stateName, grainId), out var state))
        {
            (grainState.State, grainState.RecordExists) = (_serializer is null ? (T)state : Serializer<T>("Deserialize", state), true);
        }

        return Task.CompletedTask;
    }

    public Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        states[(stateName, grainId)] = _serializer is null ? grainState.State! : Serializer<T, object>("Serialize", grainState.State!);
        grainState.RecordExists = true;
        return Task.CompletedTask;
    }

    public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        states.TryRemove((stateName, grainId), out _);
        grainState.RecordExists = false;
        return Task.CompletedTask;
    }

    private T Serializer<T>(string method, object argument) => Serializer<T, T>(method, argument);

    private TResult Serializer<T, TResult>(string method, object argument) =>
        (TResult)SerializerType!.GetMethod(method)!.MakeGenericMethod(typeof(T)).Invoke(_serializer, [argument])!;
}
