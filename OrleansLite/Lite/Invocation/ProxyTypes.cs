using System.Collections.Concurrent;
using System.Reflection.Emit;
using Orleans.Runtime;

namespace Orleans.Lite.Invocation;

/// <summary>The proxy class of each interface, made once.</summary>
internal static class ProxyTypes
{
    private static readonly ConcurrentDictionary<Type, Lazy<Func<ReferenceBinding, IdSpan, GrainReference>>> Factories = new();

    public static GrainReference Create(ReferenceBinding binding, IdSpan key) =>
        Factories.GetOrAdd(binding.Interface, static type => new(() => MakeFactory(type))).Value(binding, key);

    private static Func<ReferenceBinding, IdSpan, GrainReference> MakeFactory(Type interfaceType)
    {
        if (!interfaceType.IsInterface || !typeof(IAddressable).IsAssignableFrom(interfaceType))
        {
            throw new ArgumentException($"{interfaceType} is no grain or observer interface.", nameof(interfaceType));
        }

        Type[] parameters = [typeof(ReferenceBinding), typeof(IdSpan)];
        var proxy = ProxyEmitter.Emit(interfaceType);
        var factory = new DynamicMethod("Create", typeof(GrainReference), parameters, typeof(ProxyTypes).Module, skipVisibility: true);
        var il = factory.GetILGenerator();
        il.Emit(OpCodes.Ldarg_0);
        il.Emit(OpCodes.Ldarg_1);
        il.Emit(OpCodes.Newobj, proxy.GetConstructor(parameters)!);
        il.Emit(OpCodes.Ret);
        return factory.CreateDelegate<Func<ReferenceBinding, IdSpan, GrainReference>>();
    }
}
