using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Lite.Activations;
using Orleans.Runtime;
using Orleans.Storage;

namespace Orleans.Lite.State;

/// <summary>Makes the <see cref="IPersistentState{TState}"/> arguments of grain constructors.</summary>
internal static class PersistentStateFactory
{
    private const string DefaultStore = "Default";

    public static Func<Activation, object?> For(Type parameterType, PersistentStateAttribute attribute)
    {
        if (!parameterType.IsGenericType || parameterType.GetGenericTypeDefinition() != typeof(IPersistentState<>))
        {
            throw new InvalidOperationException($"[PersistentState] stands on a parameter of type {parameterType}.");
        }

        var create = typeof(PersistentStateFactory).GetMethod(nameof(Create), BindingFlags.NonPublic | BindingFlags.Static)!
            .MakeGenericMethod(parameterType.GetGenericArguments())
            .CreateDelegate<Func<Activation, PersistentStateAttribute, object>>();
        return activation => create(activation, attribute);
    }

    private static PersistentState<T> Create<T>(Activation activation, PersistentStateAttribute attribute)
    {
        var store = attribute.StorageName ?? DefaultStore;
        var storage = activation.Table.Services.GetKeyedService<IGrainStorage>(store)
            ?? throw new InvalidOperationException($"There is no grain storage '{store}' for {activation.GrainId}.");
        var state = new PersistentState<T>(attribute.StateName, activation.GrainId, storage);
        activation.AddState(state);
        return state;
    }
}
