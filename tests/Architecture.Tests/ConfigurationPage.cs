using System.Globalization;
using System.Reflection;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Orleans.Realtime.Architecture.Tests;

/// <summary>Writes docs/configuration.md from the options types and their documentation comments.</summary>
internal static partial class ConfigurationPage
{
    private static readonly string[] Projects = ["ServiceDefaults", "Grains", "Gateway.Web"];

    private static readonly Dictionary<string, string> Readers = new(StringComparer.Ordinal) { ["ServiceDefaults"] = "both", ["Grains"] = "silo", ["Gateway.Web"] = "gateway" };

    public static string Write()
    {
        var page = new StringBuilder(
            """
            # Configuration

            Every option, from the options types themselves. Set them as .NET applications do: `appsettings.json`, environment variables
            (`Inbox__MaxMessages=500`) or arguments (`--Inbox:MaxMessages=500`). Times are written `hh:mm:ss` or `d.hh:mm:ss`. Values out of range stop the start
            with a message that names each of them. *Silo* and *gateway* say which process reads an option; the embedded server is both.

            """);
        foreach (var section in Options().GroupBy(options => options.Section).OrderBy(section => section.Key, StringComparer.Ordinal))
        {
            page.Append(CultureInfo.InvariantCulture, $"\n## {section.Key}\n\n| option | default | read by | |\n| --- | --- | --- | --- |\n");
            foreach (var (_, project, type) in section)
            {
                WriteOptions(page, section.Key, project, type, Documentation(project));
            }
        }

        return page.ToString();
    }

    private static IEnumerable<(string Section, string Project, Type Type)> Options() =>
        from project in Projects
        from type in Assembly.Load("Orleans.Realtime." + project).GetTypes()
        let section = type.GetField("Section", BindingFlags.Public | BindingFlags.Static)
        where section is { IsLiteral: true } && type.Name.EndsWith("Options", StringComparison.Ordinal)
        orderby type.FullName
        select ((string)section.GetRawConstantValue()!, project, type);

    private static void WriteOptions(StringBuilder page, string prefix, string project, Type type, Dictionary<string, string> documentation)
    {
        var defaults = Activator.CreateInstance(type)!;
        foreach (var property in type.GetProperties().Where(property => property.CanWrite || property.PropertyType.Name.EndsWith("Options", StringComparison.Ordinal)).OrderBy(property => property.MetadataToken))
        {
            var key = prefix + ":" + property.Name;
            if (property.PropertyType.Name.EndsWith("Options", StringComparison.Ordinal))
            {
                WriteOptions(page, key, project, property.PropertyType, documentation);
                continue;
            }

            var text = documentation.GetValueOrDefault($"P:{type.FullName}.{property.Name}") ?? throw new InvalidOperationException($"{type.FullName}.{property.Name} is not documented.");
            page.Append(CultureInfo.InvariantCulture, $"| `{key}` | {Default(property.GetValue(defaults), text)} | {Readers[project]} | {text.Replace("|", "\\|", StringComparison.Ordinal)} |\n");
        }
    }

    private static string Default(object? value, string text) => value switch
    {
        _ when text.Contains("cores", StringComparison.Ordinal) || text.Contains("machine name", StringComparison.Ordinal) => "see text",
        null => "none",
        string { Length: 0 } => "none",
        bool flag => flag ? "`true`" : "`false`",
        System.Collections.IEnumerable list and not string => list.Cast<object>().Any() ? "`" + string.Join(", ", list.Cast<object>()) + "`" : "none",
        _ => $"`{string.Create(CultureInfo.InvariantCulture, $"{value}")}`",
    };

    private static Dictionary<string, string> Documentation(string project)
    {
        var file = Path.Combine(AppContext.BaseDirectory, $"Orleans.Realtime.{project}.xml");
        return XDocument.Load(file).Descendants("member")
            .Where(member => member.Element("summary") is not null)
            .ToDictionary(member => member.Attribute("name")!.Value, member => Text(member.Element("summary")!));
    }

    private static string Text(XElement summary)
    {
        var text = string.Concat(summary.Nodes().Select(node => node switch
        {
            XElement { Name.LocalName: "c" or "paramref" } code => $"`{code.Value}`",
            XElement { Name.LocalName: "see" } see => $"`{(see.Attribute("langword") ?? see.Attribute("cref"))!.Value.Split('.')[^1]}`",
            XElement other => other.Value,
            _ => node.ToString(),
        }));
        return WhiteSpace().Replace(System.Net.WebUtility.HtmlDecode(text), " ").Trim();
    }

    [GeneratedRegex(@"\s+")]
    private static partial Regex WhiteSpace();
}
