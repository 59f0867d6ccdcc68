using System.Collections.Concurrent;
using System.Reflection;

namespace Orleans.Lite.Activations;

/// <summary>Finds the grain classes of the process: in what is loaded, and in what that references.</summary>
internal static class GrainClassScanner
{
    private static readonly string Own = typeof(GrainClassScanner).Assembly.GetName().Name!;

    private static readonly ConcurrentDictionary<Assembly, Type[]> ByAssembly = new();

    public static IEnumerable<Type> Scan() => Assemblies().SelectMany(assembly => ByAssembly.GetOrAdd(assembly, GrainClassesOf));

    /// <summary>The assemblies that use the runtime, and the runtime itself.</summary>
    public static IReadOnlyCollection<Assembly> Assemblies()
    {
        var seen = new HashSet<Assembly>();
        var open = new Stack<Assembly>(AppDomain.CurrentDomain.GetAssemblies().Where(assembly => !assembly.IsDynamic && UsesOrleans(assembly)));
        while (open.TryPop(out var assembly))
        {
            if (!seen.Add(assembly))
            {
                continue;
            }

            foreach (var reference in assembly.GetReferencedAssemblies().Where(MayUseOrleans))
            {
                if (Load(reference) is { } found && UsesOrleans(found))
                {
                    open.Push(found);
                }
            }
        }

        return seen;
    }

    private static bool UsesOrleans(Assembly assembly) =>
        assembly.GetName().Name == Own || Array.Exists(assembly.GetReferencedAssemblies(), reference => reference.Name == Own);

    private static bool MayUseOrleans(AssemblyName name) =>
        name.Name is { } text && !text.StartsWith("System", StringComparison.Ordinal) && !text.StartsWith("Microsoft.", StringComparison.Ordinal);

    private static Assembly? Load(AssemblyName name)
    {
        try
        {
            return Assembly.Load(name);
        }
        catch (FileNotFoundException)
        {
            // A reference that is only needed at build time.
            return null;
        }
    }

    private static Type[] GrainClassesOf(Assembly assembly) =>
        Array.FindAll(assembly.GetTypes(), type => type is { IsClass: true, IsAbstract: false, IsGenericTypeDefinition: false }
            && typeof(IGrain).IsAssignableFrom(type)
            && !typeof(Orleans.Runtime.GrainReference).IsAssignableFrom(type));
}
