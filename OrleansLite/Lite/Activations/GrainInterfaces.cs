using System.Reflection;
using Orleans.Runtime;

namespace Orleans.Lite.Activations;

/// <summary>Which interfaces a grain class is called by, and its name in identities.</summary>
internal static class GrainInterfaces
{
    private static readonly Assembly Own = typeof(GrainInterfaces).Assembly;

    public static IReadOnlyList<Type> Of(Type grainClass) =>
        [.. grainClass.GetInterfaces().Where(each => typeof(IGrain).IsAssignableFrom(each) && !IsMarker(each))];

    /// <summary>The interface that nobody of the others extends; by name if there are several.</summary>
    public static Type Primary(Type grainClass, IReadOnlyList<Type> interfaces) =>
        interfaces.FirstOrDefault(each => each.Name == $"I{grainClass.Name}")
        ?? interfaces.FirstOrDefault(each => !interfaces.Any(other => other != each && each.IsAssignableFrom(other)))
        ?? throw new InvalidOperationException($"{grainClass} implements no grain interface.");

    public static GrainType TypeOf(Type grainClass)
    {
        if (grainClass.GetCustomAttribute<GrainTypeAttribute>() is { } named)
        {
            return GrainType.Create(named.GrainType);
        }

        var name = grainClass.Name.ToLowerInvariant();
        return GrainType.Create(name.EndsWith("grain", StringComparison.Ordinal) && name.Length > 5 ? name[..^5] : name);
    }

    private static bool IsMarker(Type type) => type.Assembly == Own && type.GetMethods().Length == 0;
}
