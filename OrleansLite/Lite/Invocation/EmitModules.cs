using System.Collections.Concurrent;
using System.Reflection;
using System.Reflection.Emit;
using System.Runtime.CompilerServices;

namespace Orleans.Lite.Invocation;

/// <summary>One dynamic module for the proxies of each assembly's interfaces, allowed to see what is internal there and here.</summary>
internal static class EmitModules
{
    private static readonly ConstructorInfo IgnoresAccessChecksTo = typeof(IgnoresAccessChecksToAttribute).GetConstructor([typeof(string)])!;

    private static readonly ConcurrentDictionary<Assembly, ModuleBuilder> Modules = new();

    public static ModuleBuilder For(Type interfaceType) => Modules.GetOrAdd(interfaceType.Assembly, static assembly =>
    {
        var name = assembly.GetName().Name!;
        var builder = AssemblyBuilder.DefineDynamicAssembly(new AssemblyName($"{name}.OrleansLite"), AssemblyBuilderAccess.Run);
        var visible = assembly.GetReferencedAssemblies().Select(reference => reference.Name!).Append(name).Append(typeof(EmitModules).Assembly.GetName().Name!);
        foreach (var each in visible.Distinct())
        {
            builder.SetCustomAttribute(new CustomAttributeBuilder(IgnoresAccessChecksTo, [each]));
        }

        return builder.DefineDynamicModule("Proxies");
    });
}
