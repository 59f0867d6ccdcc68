using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace Orleans.Realtime.Cluster.Tests.Documentation;

/// <summary>What <c>/openapi/v1.json</c> says of each call, as docs/http-api.md shows it: one text for each operation, named by method and path.</summary>
internal sealed class HttpApiReference(JsonObject document)
{
    private const int Deepest = 4;

    public IReadOnlyDictionary<string, string> Operations() => document["paths"]!.AsObject()
        .SelectMany(path => path.Value!.AsObject().Select(operation => (Title: $"{operation.Key.ToUpperInvariant()} {path.Key}", Operation: operation.Value!.AsObject())))
        .ToDictionary(entry => entry.Title, entry => Write(entry.Operation), StringComparer.Ordinal);

    private string Write(JsonObject operation)
    {
        var text = new StringBuilder();
        text.Append((Text(operation, "summary") + " " + Text(operation, "description")).TrimEnd()).Append('\n');
        WriteTable(text, "request", Parameters(operation).Concat(Body(operation)));
        WriteTable(text, "answer", Answer(operation));
        var refusals = operation["responses"]!.AsObject().Select(response => response.Key).Where(status => status[0] > '3').Order(StringComparer.Ordinal).ToList();
        if (refusals.Count > 0)
        {
            text.Append(CultureInfo.InvariantCulture, $"\nRefused with {string.Join(", ", refusals)}.\n");
        }

        return text.ToString();
    }

    private static void WriteTable(StringBuilder text, string title, IEnumerable<(string Name, string Type, string Description)> rows)
    {
        var lines = rows.Select(row => $"| `{row.Name}` | {row.Type} | {row.Description.Replace("|", "\\|", StringComparison.Ordinal)} |\n").ToList();
        if (lines.Count > 0)
        {
            text.Append(CultureInfo.InvariantCulture, $"\n| {title} | | |\n| --- | --- | --- |\n{string.Concat(lines)}");
        }
    }

    private static IEnumerable<(string Name, string Type, string Description)> Parameters(JsonObject operation)
    {
        foreach (var parameter in operation["parameters"]?.AsArray() ?? [])
        {
            var where = parameter!["in"]!.GetValue<string>();
            var required = where != "path" && parameter["required"]?.GetValue<bool>() == true ? ", required" : string.Empty;
            yield return (parameter["name"]!.GetValue<string>(), $"{where}, {TypeOf(parameter["schema"]!.AsObject())}{required}", Text(parameter.AsObject(), "description"));
        }
    }

    private IEnumerable<(string Name, string Type, string Description)> Body(JsonObject operation) =>
        operation["requestBody"]?["content"]?["application/json"]?["schema"] is JsonObject schema ? Members(schema, string.Empty, isRequest: true, 0) : [];

    private IEnumerable<(string Name, string Type, string Description)> Answer(JsonObject operation)
    {
        var success = operation["responses"]!.AsObject().First(response => response.Key[0] == '2');
        if (success.Value!["content"] is not JsonObject content)
        {
            return [(success.Key, "no body", string.Empty)];
        }

        var schema = content.First().Value!["schema"]!.AsObject();
        return content.ContainsKey("application/json") ? Members(schema, string.Empty, isRequest: false, 0) : [(success.Key, content.First().Key, string.Empty)];
    }

    private IEnumerable<(string Name, string Type, string Description)> Members(JsonObject schema, string prefix, bool isRequest, int depth)
    {
        var (type, suffix) = Resolve(schema);
        prefix += suffix;
        if (type["properties"] is not JsonObject properties || depth == Deepest)
        {
            yield break;
        }

        var required = type["required"]?.AsArray().Select(name => name!.GetValue<string>()).ToHashSet(StringComparer.Ordinal) ?? [];
        foreach (var (name, value) in properties)
        {
            var member = value!.AsObject();
            var full = prefix.Length > 0 ? $"{prefix}.{name}" : name;
            var note = required.Contains(name) ? (isRequest ? ", required" : string.Empty) : (isRequest ? string.Empty : ", may be absent");
            var standard = member["default"] is { } value1 ? $", default `{value1.ToJsonString()}`" : string.Empty;
            yield return (full, TypeOf(member) + note + standard, Description(member));
            foreach (var inner in Members(member, full, isRequest, depth + 1))
            {
                yield return inner;
            }
        }
    }

    /// <summary>The schema behind references, lists and dictionaries, and what these add to a name.</summary>
    private (JsonObject Type, string Suffix) Resolve(JsonObject schema)
    {
        if (schema["$ref"]?.GetValue<string>() is { } reference)
        {
            return Resolve(document["components"]!["schemas"]![reference.Split('/')[^1]]!.AsObject());
        }

        if (schema["oneOf"]?.AsArray().OfType<JsonObject>().FirstOrDefault(choice => choice.ContainsKey("$ref")) is { } choice)
        {
            return Resolve(choice);
        }

        if (schema["items"] is JsonObject items)
        {
            var (type, suffix) = Resolve(items);
            return (type, "[]" + suffix);
        }

        if (schema["additionalProperties"] is JsonObject values)
        {
            var (type, suffix) = Resolve(values);
            return (type, ".*" + suffix);
        }

        return (schema, string.Empty);
    }

    private static string TypeOf(JsonObject schema)
    {
        if (schema["$ref"] is { } reference)
        {
            return reference.GetValue<string>().EndsWith("/RawJson", StringComparison.Ordinal) ? "any JSON value" : "object";
        }

        if (schema["oneOf"] is not null)
        {
            return "object or null";
        }

        var types = schema["type"] switch
        {
            JsonArray several => several.Select(type => type!.GetValue<string>()).Where(type => type != "null").ToList(),
            { } one => [one.GetValue<string>()],
            null => ["any JSON value"],
        };
        var range = schema["maxItems"] is { } most ? $" of {schema["minItems"]?.ToJsonString() ?? "0"} to {most.ToJsonString()}" : string.Empty;
        return string.Join(" or ", types) + range;
    }

    private static string Description(JsonObject member) =>
        Text(member, "description") is { Length: > 0 } own ? own : Text(member["oneOf"]?.AsArray().OfType<JsonObject>().FirstOrDefault(choice => choice.ContainsKey("description")) ?? [], "description");

    private static string Text(JsonObject node, string name) => node[name]?.GetValue<string>().Replace('\n', ' ').Trim() ?? string.Empty;
}
