using System.Collections.Concurrent;
using System.Text;
using Orleans.Lite.Wire.Codecs;
using Orleans.Runtime;
using Orleans.Serialization;

namespace Orleans.Lite.Wire.Types;

/// <summary>
/// Names of types on the wire: an [Alias], else the full name; <c>name&lt;argument,…&gt;</c> and <c>element[]</c>. Only what can be passed has a type here:
/// a name from outside never loads or makes anything else.
/// </summary>
internal static class TypeNames
{
    private const int MaxDepth = 16;
    private const int MaxLength = 2048;
    private const int MaxUnknown = 1000;

    private static readonly ConcurrentDictionary<Type, string> ByType = new();
    private static readonly ConcurrentDictionary<string, Type?> ByName = new(StringComparer.Ordinal);
    private static int _unknown;

    public static string Of(Type type) => ByType.GetOrAdd(type, static each => Make(each));

    /// <summary>The type of a name, null if it is not known or cannot be passed.</summary>
    public static Type? Find(string name)
    {
        if (ByName.TryGetValue(name, out var type))
        {
            return type;
        }

        var rest = name.Length > MaxLength ? string.Empty : name.AsSpan();
        type = Parse(ref rest, 0);
        if (type is not null && rest.Length > 0)
        {
            type = null;
        }

        // Unknown names come from outside: they are remembered up to a number.
        if (type is not null)
        {
            ByName[name] = type;
        }
        else if (Interlocked.Increment(ref _unknown) <= MaxUnknown && !PassableTypes.MayStillChange)
        {
            ByName[name] = null;
        }

        return type;
    }

    private static string Make(Type type)
    {
        if (type.IsArray)
        {
            return $"{Of(type.GetElementType()!)}[]";
        }

        if (!type.IsGenericType)
        {
            return PassableTypes.NameOf(type);
        }

        var text = new StringBuilder(PassableTypes.NameOf(type.GetGenericTypeDefinition())).Append('<');
        return text.AppendJoin(',', type.GetGenericArguments().Select(Of)).Append('>').ToString();
    }

    private static Type? Parse(ref ReadOnlySpan<char> rest, int depth)
    {
        if (depth > MaxDepth)
        {
            return null;
        }

        var end = rest.IndexOfAny("<>[],");
        var name = end < 0 ? rest : rest[..end];
        rest = rest[name.Length..];
        var type = PassableTypes.Find(name.ToString());
        if (rest.StartsWith("<", StringComparison.Ordinal))
        {
            type = ParseArguments(type, ref rest, depth);
        }
        else if (type?.IsGenericTypeDefinition == true)
        {
            return null;
        }

        while (type is not null && rest.StartsWith("[]", StringComparison.Ordinal))
        {
            type = type.MakeArrayType();
            rest = rest[2..];
        }

        return type;
    }

    private static Type? ParseArguments(Type? definition, ref ReadOnlySpan<char> rest, int depth)
    {
        var arguments = new List<Type>();
        do
        {
            rest = rest[1..];
            if (Parse(ref rest, depth + 1) is not { } argument)
            {
                return null;
            }

            arguments.Add(argument);
        }
        while (rest.StartsWith(",", StringComparison.Ordinal));

        if (!rest.StartsWith(">", StringComparison.Ordinal) || definition?.IsGenericTypeDefinition != true || definition.GetGenericArguments().Length != arguments.Count)
        {
            return null;
        }

        rest = rest[1..];
        try
        {
            return definition.MakeGenericType([.. arguments]);
        }
        catch (ArgumentException)
        {
            // The arguments break a constraint of the type.
            return null;
        }
    }
}
