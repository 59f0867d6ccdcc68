using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Orleans.Realtime.Cluster.Tests.Documentation;

/// <summary>
/// JSON as a page shows it, held against what the server really said. Keys and values must be the same, numbers to the letter, but for
/// <list type="bullet">
/// <item><c>"…"</c>, any value; <c>…</c> among the members of an object, or at the end of an array, any others;</item>
/// <item>a string that has a <c>…</c> in it, as <c>"6ef4…"</c>, and ids of stream entries: a name for whatever stands there, the same thing wherever the page repeats it;</item>
/// <item>points in time and ages, which must have the form that the page shows.</item>
/// </list>
/// </summary>
internal sealed partial class JsonExample
{
    private const string Any = "…";

    private static readonly HashSet<string> Changing = new(StringComparer.Ordinal) { "timestamp", "created_at", "connected_at", "last_seen", "idle_ms", "lease_age_ms" };

    private readonly JsonElement _pattern;

    private JsonExample(JsonElement pattern) => _pattern = pattern;

    public static JsonExample Parse(string text)
    {
        using var document = JsonDocument.Parse(Complete(text));
        return new JsonExample(document.RootElement.Clone());
    }

    /// <summary>Whether this is what the server said. What the example names is added to <paramref name="names"/> when it is; otherwise <paramref name="difference"/> says where it is not.</summary>
    public bool Matches(JsonElement actual, Dictionary<string, string> names, out string difference)
    {
        var found = new Dictionary<string, string>(names, StringComparer.Ordinal);
        difference = Difference(_pattern, actual, "$", null, found) ?? string.Empty;
        if (difference.Length > 0)
        {
            return false;
        }

        foreach (var (name, value) in found)
        {
            names[name] = value;
        }

        return true;
    }

    /// <summary>Puts real values in the place of the names that a page gave them.</summary>
    public static string Substitute(string text, IReadOnlyDictionary<string, string> names) =>
        names.OrderByDescending(name => name.Key.Length).Aggregate(text, (result, name) => result.Replace(name.Key, name.Value, StringComparison.Ordinal));

    private static string? Difference(JsonElement pattern, JsonElement actual, string path, string? key, Dictionary<string, string> names)
    {
        if (pattern.ValueKind == JsonValueKind.String && pattern.GetString() == Any)
        {
            return null;
        }

        if (pattern.ValueKind != actual.ValueKind)
        {
            return $"{path} is {actual.GetRawText()}, not {pattern.GetRawText()}";
        }

        return pattern.ValueKind switch
        {
            JsonValueKind.Object => OfObjects(pattern, actual, path, names),
            JsonValueKind.Array => OfArrays(pattern, actual, path, names),
            JsonValueKind.String => OfStrings(pattern.GetString()!, actual.GetString()!, path, key, names),
            JsonValueKind.Number when key is not null && Changing.Contains(key) => null,
            _ => pattern.GetRawText() == actual.GetRawText() ? null : $"{path} is {actual.GetRawText()}, not {pattern.GetRawText()}",
        };
    }

    private static string? OfObjects(JsonElement pattern, JsonElement actual, string path, Dictionary<string, string> names)
    {
        var open = false;
        var expected = new HashSet<string>(StringComparer.Ordinal);
        foreach (var member in pattern.EnumerateObject())
        {
            if (member.Name == Any)
            {
                open = true;
                continue;
            }

            var name = Substitute(member.Name, names);
            expected.Add(name);
            if (!actual.TryGetProperty(name, out var value))
            {
                return $"{path} has no '{name}'";
            }

            if (Difference(member.Value, value, $"{path}.{name}", name, names) is { } difference)
            {
                return difference;
            }
        }

        return open ? null : actual.EnumerateObject().Where(member => !expected.Contains(member.Name)).Select(member => $"{path} has '{member.Name}' besides").FirstOrDefault();
    }

    private static string? OfArrays(JsonElement pattern, JsonElement actual, string path, Dictionary<string, string> names)
    {
        var expected = pattern.EnumerateArray().ToList();
        var open = expected is [.., { ValueKind: JsonValueKind.String } last] && last.GetString() == Any;
        var items = actual.EnumerateArray().ToList();
        var count = expected.Count - (open ? 1 : 0);
        if (items.Count < count || (!open && items.Count > count))
        {
            return $"{path} has {items.Count} items, not {count}: {actual.GetRawText()}";
        }

        return Enumerable.Range(0, count).Select(index => Difference(expected[index], items[index], $"{path}[{index}]", null, names)).FirstOrDefault(difference => difference is not null);
    }

    private static string? OfStrings(string pattern, string actual, string path, string? key, Dictionary<string, string> names)
    {
        if (key is not null && Changing.Contains(key))
        {
            return ShapeOf(pattern) == ShapeOf(actual) ? null : $"{path} is \"{actual}\", which has not the form of \"{pattern}\"";
        }

        if (Substitute(pattern, names) is var named && named != pattern)
        {
            return named == actual ? null : $"{path} is \"{actual}\", but \"{pattern}\" stands for \"{named}\" on this page";
        }

        if (pattern.Contains(Any, StringComparison.Ordinal) || EntryId().IsMatch(pattern))
        {
            names[pattern] = actual;
            return null;
        }

        return pattern == actual ? null : $"{path} is \"{actual}\", not \"{pattern}\"";
    }

    private static string ShapeOf(string time) => Digit().Replace(time, "9");

    /// <summary>Makes JSON of it: an ellipsis among members becomes a member, one among values a string.</summary>
    private static string Complete(string text)
    {
        var json = new StringBuilder();
        var (inString, before) = (false, '\0');
        for (var i = 0; i < text.Length; i++)
        {
            var character = text[i];
            if (inString)
            {
                json.Append(character);
                if (character == '\\')
                {
                    json.Append(text[++i]);
                }

                inString = character != '"';
                before = character;
                continue;
            }

            inString = character == '"';
            if (character == '…')
            {
                json.Append(InObject(text.AsSpan(0, i)) && before != ':' ? "\"…\":0" : "\"…\"");
            }
            else
            {
                json.Append(character);
            }

            before = char.IsWhiteSpace(character) ? before : character;
        }

        return json.ToString();
    }

    private static bool InObject(ReadOnlySpan<char> text)
    {
        var depth = 0;
        for (var i = text.Length - 1; i >= 0; i--)
        {
            switch (text[i])
            {
                case '}' or ']':
                    depth++;
                    break;
                case '{' or '[' when depth > 0:
                    depth--;
                    break;
                case '{':
                    return true;
                case '[':
                    return false;
                default:
                    break;
            }
        }

        return false;
    }

    [GeneratedRegex(@"^\d{13}-\d+$")]
    private static partial Regex EntryId();

    [GeneratedRegex(@"\d")]
    private static partial Regex Digit();
}
