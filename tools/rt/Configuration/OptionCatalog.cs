using System.Collections;
using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Orleans.Realtime.Cli.Configuration;

/// <summary>The options that a server reads, from what it registers: each type that is bound to a configuration section of ours.</summary>
internal sealed class OptionCatalog
{
    private OptionCatalog(IReadOnlyList<Type> types, IReadOnlyDictionary<string, Option> options) => (Types, Options) = (types, options);

    /// <summary>The options types.</summary>
    public IReadOnlyList<Type> Types { get; }

    /// <summary>Every option by its key, whatever the case.</summary>
    public IReadOnlyDictionary<string, Option> Options { get; }

    /// <summary>The sections: what a key of ours begins with.</summary>
    public IReadOnlySet<string> Sections => Options.Keys.Select(key => key[..key.IndexOf(':', StringComparison.Ordinal)]).ToHashSet(StringComparer.OrdinalIgnoreCase);

    /// <summary>Reads the registrations.</summary>
    public static OptionCatalog Of(IServiceCollection services)
    {
        // What binds a section registers this, so that a change of the configuration is noticed.
        var types = services
            .Select(service => service.ServiceType)
            .Where(type => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IOptionsChangeTokenSource<>))
            .Select(type => type.GetGenericArguments()[0])
            .Where(type => SectionOf(type) is not null)
            .Distinct()
            .ToList();
        var options = new Dictionary<string, Option>(StringComparer.OrdinalIgnoreCase);
        foreach (var option in types.SelectMany(type => Read(SectionOf(type)!, type)))
        {
            options.TryAdd(option.Key, option);
        }

        return new OptionCatalog(types, options);
    }

    /// <summary>The option that a key of a configuration sets, or an element of; null when there is none.</summary>
    public Option? Find(string key)
    {
        if (Options.TryGetValue(key, out var option))
        {
            return option;
        }

        var end = key.LastIndexOf(':');
        return end > 0 && Options.TryGetValue(key[..end], out var list) && list.IsList ? list : null;
    }

    private static string? SectionOf(Type type) =>
        type.Namespace?.StartsWith("Orleans.Realtime.", StringComparison.Ordinal) == true
            ? type.GetField("Section", BindingFlags.Public | BindingFlags.Static)?.GetRawConstantValue() as string
            : null;

    private static IEnumerable<Option> Read(string prefix, Type type)
    {
        foreach (var property in type.GetProperties())
        {
            var key = prefix + ':' + property.Name;
            if (property.PropertyType.Name.EndsWith("Options", StringComparison.Ordinal))
            {
                foreach (var inner in Read(key, property.PropertyType))
                {
                    yield return inner;
                }
            }
            else if (property.PropertyType != typeof(string) && property.PropertyType.IsAssignableTo(typeof(IEnumerable)))
            {
                // Lists are filled, not set; one that can only be read is computed.
                if (property.PropertyType.IsGenericType && property.PropertyType.GetGenericTypeDefinition() == typeof(IList<>))
                {
                    yield return new Option(key, property.PropertyType.GetGenericArguments()[0], IsList: true);
                }
            }
            else if (property.CanWrite)
            {
                yield return new Option(key, property.PropertyType, IsList: false);
            }
        }
    }
}
