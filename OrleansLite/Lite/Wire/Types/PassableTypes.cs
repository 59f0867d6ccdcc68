using System.Collections.Concurrent;
using System.Reflection;
using Orleans.Lite.Activations;
using Orleans.Lite.Wire.Codecs;
using Orleans.Runtime;
using Orleans.Serialization;

namespace Orleans.Lite.Wire.Types;

/// <summary>The types that may be named on the wire: known ones, collections, what is [GenerateSerializer], enums beside it, contracts, and exceptions.</summary>
internal static class PassableTypes
{
    private static readonly Type[] Tuples =
    [
        typeof(ValueTuple<>), typeof(ValueTuple<,>), typeof(ValueTuple<,,>), typeof(ValueTuple<,,,>), typeof(ValueTuple<,,,,>), typeof(ValueTuple<,,,,,>),
        typeof(ValueTuple<,,,,,,>), typeof(ValueTuple<,,,,,,,>), typeof(Tuple<>), typeof(Tuple<,>), typeof(Tuple<,,>), typeof(Tuple<,,,>),
        typeof(KeyValuePair<,>), typeof(Nullable<>), typeof(object), typeof(GrainReference),
    ];

    private static readonly Lock Building = new();
    private static (int Loads, Dictionary<string, Type> ByName)? _known;
    private static int _loads;

    static PassableTypes() => AppDomain.CurrentDomain.AssemblyLoad += (_, _) => Interlocked.Increment(ref _loads);

    /// <summary>Whether assemblies were loaded since the last look.</summary>
    public static bool MayStillChange
    {
        get
        {
            lock (Building)
            {
                return _known?.Loads != Volatile.Read(ref _loads);
            }
        }
    }

    public static string NameOf(Type type) => type.GetCustomAttributes<AliasAttribute>(inherit: false).FirstOrDefault()?.Alias ?? type.FullName ?? type.Name;

    public static Type? Find(string name) => Current().GetValueOrDefault(name) ?? FindException(name);

    private static Dictionary<string, Type> Current()
    {
        lock (Building)
        {
            // Counted before the look, so that what is loaded meanwhile is seen by the next one.
            var loads = Volatile.Read(ref _loads);
            if (_known is not { } known || known.Loads != loads)
            {
                known = (loads, Build());
                _known = known;
            }

            return known.ByName;
        }
    }

    private static Dictionary<string, Type> Build()
    {
        var found = new Dictionary<string, Type>(StringComparer.Ordinal);
        foreach (var type in KnownCodecs.Types.Concat(CollectionCodecs.Definitions).Concat(Tuples))
        {
            found[NameOf(type)] = type;
        }

        foreach (var type in GrainClassScanner.Assemblies().SelectMany(assembly => assembly.GetTypes()).Where(IsPassable))
        {
            found.TryAdd(type.FullName!, type);
            foreach (var alias in type.GetCustomAttributes<AliasAttribute>(inherit: false))
            {
                found[alias.Alias] = type;
            }
        }

        return found;
    }

    private static bool IsPassable(Type type) =>
        type.IsEnum
        || type.IsDefined(typeof(GenerateSerializerAttribute), inherit: false)
        || (type.IsInterface && typeof(IAddressable).IsAssignableFrom(type) && !type.IsGenericTypeDefinition);

    /// <summary>An exception of any assembly that can be made of its message.</summary>
    private static Type? FindException(string name)
    {
        foreach (var assembly in AppDomain.CurrentDomain.GetAssemblies())
        {
            if (assembly.GetType(name, throwOnError: false) is { IsAbstract: false, IsGenericTypeDefinition: false } type && typeof(Exception).IsAssignableFrom(type))
            {
                var isMakeable = type.IsDefined(typeof(GenerateSerializerAttribute), inherit: false)
                    || type.GetConstructor([typeof(string)]) is not null
                    || type.GetConstructor([typeof(string), typeof(Exception)]) is not null;
                return isMakeable ? type : null;
            }
        }

        return null;
    }
}
