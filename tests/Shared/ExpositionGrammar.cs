using System.Globalization;
using System.Text.RegularExpressions;

namespace Orleans.Realtime.Tests.Shared;

/// <summary>A strict reader of the Prometheus text exposition format 0.0.4: whatever breaks its grammar throws.</summary>
internal static partial class ExpositionGrammar
{
    public sealed record Sample(string Name, IReadOnlyDictionary<string, string> Labels, double Value);

    public static List<Sample> Read(string text)
    {
        text.ShouldEndWith("\n");
        var samples = new List<Sample>();
        var types = new Dictionary<string, string>(StringComparer.Ordinal);
        var finished = new HashSet<string>(StringComparer.Ordinal);
        var family = string.Empty;
        foreach (var line in text[..^1].Split('\n'))
        {
            if (line.StartsWith("# HELP ", StringComparison.Ordinal))
            {
                Help().IsMatch(line).ShouldBeTrue(line);
                finished.Add(family);
                family = line.Split(' ')[2];
                finished.ShouldNotContain(family, "a family is written once, in one piece");
            }
            else if (line.StartsWith("# TYPE ", StringComparison.Ordinal))
            {
                var match = Type().Match(line);
                match.Success.ShouldBeTrue(line);
                match.Groups["name"].Value.ShouldBe(family);
                types.TryAdd(family, match.Groups["type"].Value).ShouldBeTrue();
            }
            else
            {
                var sample = ReadSample(line);
                var suffixes = types[family] == "histogram" ? new[] { "_bucket", "_sum", "_count" } : [string.Empty];
                suffixes.Select(s => family + s).ShouldContain(sample.Name);
                samples.ShouldNotContain(s => s.Name == sample.Name && s.Labels.Count == sample.Labels.Count && s.Labels.All(l => sample.Labels.GetValueOrDefault(l.Key) == l.Value), line);
                samples.Add(sample);
            }
        }

        return samples;
    }

    public static double ValueOf(this List<Sample> samples, string name, params (string Name, string Value)[] labels) =>
        samples.Single(s => s.Name == name && labels.All(l => s.Labels.GetValueOrDefault(l.Name) == l.Value)).Value;

    private static Sample ReadSample(string line)
    {
        var match = SampleLine().Match(line);
        match.Success.ShouldBeTrue(line);
        var labels = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (Match label in Label().Matches(match.Groups["labels"].Value))
        {
            var value = Regex.Replace(label.Groups["value"].Value, @"\\(.)", m => m.Groups[1].Value == "n" ? "\n" : m.Groups[1].Value);
            labels.TryAdd(label.Groups["name"].Value, value).ShouldBeTrue(line);
        }

        var number = match.Groups["value"].Value;
        var parsed = number switch
        {
            "+Inf" => double.PositiveInfinity,
            "-Inf" => double.NegativeInfinity,
            "NaN" => double.NaN,
            _ => double.Parse(number, NumberStyles.Float, CultureInfo.InvariantCulture),
        };
        return new Sample(match.Groups["name"].Value, labels, parsed);
    }

    [GeneratedRegex(@"^# HELP [a-zA-Z_:][a-zA-Z0-9_:]* (?:[^\\\n]|\\\\|\\n)*$")]
    private static partial Regex Help();

    [GeneratedRegex(@"^# TYPE (?<name>[a-zA-Z_:][a-zA-Z0-9_:]*) (?<type>counter|gauge|histogram|summary|untyped)$")]
    private static partial Regex Type();

    [GeneratedRegex(@"^(?<name>[a-zA-Z_:][a-zA-Z0-9_:]*)(?:\{(?<labels>[a-zA-Z_][a-zA-Z0-9_]*=""(?:[^""\\\n]|\\[\\""n])*""(?:,[a-zA-Z_][a-zA-Z0-9_]*=""(?:[^""\\\n]|\\[\\""n])*"")*)\})? (?<value>[^ ]+)$")]
    private static partial Regex SampleLine();

    [GeneratedRegex(@"(?<name>[a-zA-Z_][a-zA-Z0-9_]*)=""(?<value>(?:[^""\\\n]|\\[\\""n])*)""")]
    private static partial Regex Label();
}
