using System.Collections.Concurrent;
using System.Reflection.Emit;
using Orleans.Runtime;

namespace Orleans.Lite.Invocation;

/// <summary>The proxy class of each interface, made once.</summary>
internal static class ProxyTypes
{
    private static readonly ConcurrentDictionary<Type, Lazy<ProxyType>> ByInterface = new();

    public static GrainReference Create(ReferenceBinding binding, IdSpan key) => Of(binding.Interface).Create(binding, key);

    /// <summary>The method of an interface by its name on the wire, null if there is none.</summary>
    public static MethodDescriptor? FindMethod(Type interfaceType, string name) => Of(interfaceType).Methods.GetValueOrDefault(name);

    private static ProxyType Of(Type interfaceType) => ByInterface.GetOrAdd(interfaceType, static type => new(() => Make(type))).Value;

    private static ProxyType Make(Type interfaceType)
    {
        if (!interfaceType.IsInterface || !typeof(IAddressable).IsAssignableFrom(interfaceType))
        {
            throw new ArgumentException($"{interfaceType} is no grain or observer interface.", nameof(interfaceType));
        }

        Type[] parameters = [typeof(ReferenceBinding), typeof(IdSpan)];
        var (proxy, methods) = ProxyEmitter.Emit(interfaceType);
        var factory = new DynamicMethod("Create", typeof(GrainReference), parameters, typeof(ProxyTypes).Module, skipVisibility: true);
        var il = factory.GetILGenerator();
        il.Emit(OpCodes.Ldarg_0);
        il.Emit(OpCodes.Ldarg_1);
        il.Emit(OpCodes.Newobj, proxy.GetConstructor(parameters)!);
        il.Emit(OpCodes.Ret);
        return new(factory.CreateDelegate<Func<ReferenceBinding, IdSpan, GrainReference>>(), methods.ToDictionary(method => method.Name));
    }
}
