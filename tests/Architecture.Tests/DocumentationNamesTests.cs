using System.Text.RegularExpressions;

namespace Orleans.Realtime.Architecture.Tests;

/// <summary>Pages name only options, scripts' arguments, files and tests that exist.</summary>
public sealed partial class DocumentationNamesTests
{
    /// <summary>Settings of .NET, or read by name.</summary>
    private static readonly HashSet<string> Framework = new(StringComparer.Ordinal) { "ConnectionStrings:Redis", "Kestrel:Endpoints", "Logging:Console:FormatterName" };

    /// <summary>For each script the files that may know an argument of it.</summary>
    private static readonly Dictionary<string, string[]> Scripts = new(StringComparer.Ordinal)
    {
        ["./run.sh"] = ["run.sh", "eng/run-cluster.sh"],
        ["bench/run.sh"] = ["bench/run.sh", "bench/Load"],
        ["bench/chaos.sh"] = ["bench/chaos.sh", "bench/Chaos"],
        ["eng/select-orleans.sh"] = ["eng/select-orleans.sh"],
    };

    private static readonly HashSet<string> Options = new(Option().Matches(File.ReadAllText(Path.Combine(Repository.Root, "docs", "configuration.md"))).Select(match => match.Groups[1].Value), StringComparer.Ordinal);

    public static TheoryData<string> Pages => [.. DocumentationPages.All];

    [Theory]
    [MemberData(nameof(Pages))]
    public void Options_Exist(string page) =>
        Lines(page).SelectMany(line => Option().Matches(line.Text).Select(match => match.Groups[1].Value)
                .Concat(Variable().Matches(line.Text).Select(match => match.Value.Replace("__", ":", StringComparison.Ordinal)))
                .Concat(Argument().Matches(line.Text).Select(match => match.Groups[1].Value))
                .Where(option => !IsOption(option))
                .Select(option => $"{page}:{line.Number}: {option}"))
            .ShouldBeEmpty();

    [Theory]
    [MemberData(nameof(Pages))]
    public void ScriptArguments_Exist(string page) =>
        Lines(page).SelectMany(line => Scripts.Keys.Where(script => line.Text.Contains(script, StringComparison.Ordinal)).SelectMany(script =>
                LongArgument().Matches(Command(line.Text, script)).Select(match => match.Value)
                    .Where(argument => argument != "--urls" && !Knows(script, argument))
                    .Select(argument => $"{page}:{line.Number}: {script} {argument}")))
            .ShouldBeEmpty();

    [Theory]
    [MemberData(nameof(Pages))]
    public void Files_Exist(string page) =>
        DocumentationPages.Page(page).Prose.SelectMany(line => RepositoryPath().Matches(line.Text).Select(match => match.Groups[1].Value.TrimEnd('/'))
                .Where(path => path != "deploy/.env" && !DocumentationPages.Exists(path))
                .Select(path => $"{page}:{line.Line}: {path}"))
            .ShouldBeEmpty();

    /// <summary>Those that guarantees.md calls as witnesses, above all.</summary>
    [Theory]
    [MemberData(nameof(Pages))]
    public void Tests_Exist(string page) =>
        DocumentationPages.Page(page).Prose.SelectMany(line => TestName().Matches(line.Text)
                .Where(match => !HasTest(match.Groups["class"].Value, match.Groups["method"].Value))
                .Select(match => $"{page}:{line.Line}: {match.Value}"))
            .ShouldBeEmpty();

    [Fact]
    public void EveryPromise_HasItsTest()
    {
        var page = DocumentationPages.Page("docs/guarantees.md");
        var promised = page.Headings.Single(heading => heading.Anchor == "promised").Line;
        var end = page.Headings.Single(heading => heading.Anchor == "not-promised").Line;

        page.Prose.Where(line => line.Line > promised && line.Line < end && line.Text.StartsWith("| ", StringComparison.Ordinal))
            .Where(line => !line.Text.StartsWith("| ---", StringComparison.Ordinal) && !line.Text.StartsWith("| promise", StringComparison.Ordinal))
            .Where(line => !TestName().IsMatch(line.Text))
            .Select(line => line.Text)
            .ShouldBeEmpty("which test shows it?");
    }

    private static IEnumerable<(int Number, string Text)> Lines(string page) =>
        DocumentationPages.Page(page).Prose.Concat(DocumentationPages.Page(page).Blocks.Where(block => block.Language is "sh" or "console").SelectMany(block => block.Lines.Select((text, index) => (block.Line + index, text))));

    private static bool IsOption(string option) =>
        Options.Contains(option) || Framework.Contains(option) || (!Options.Any(other => other.StartsWith(option.Split(':')[0] + ":", StringComparison.Ordinal)) && IsElsewhere(option));

    /// <summary>The samples have options of their own, and so has the small runtime.</summary>
    private static bool IsElsewhere(string option)
    {
        var parts = option.Split(':');
        return new[] { "samples", "OrleansLite" }.SelectMany(Sources).Any(text => text.Contains($"\"{parts[0]}", StringComparison.Ordinal))
            && new[] { "samples", "OrleansLite" }.SelectMany(Sources).Any(text => Regex.IsMatch(text, $@"\b{parts[^1]}\b"));
    }

    private static string Command(string line, string script)
    {
        var from = line.IndexOf(script, StringComparison.Ordinal);
        var end = line.IndexOfAny(['`', '#', '|'], from);
        return end < 0 ? line[from..] : line[from..end];
    }

    private static bool Knows(string script, string argument) =>
        argument.Contains(':', StringComparison.Ordinal)
        || Scripts[script].SelectMany(Sources).Any(text => text.Contains(argument, StringComparison.Ordinal) || text.Contains($"\"{argument.TrimStart('-')}\"", StringComparison.Ordinal));

    private static IEnumerable<string> Sources(string path)
    {
        var full = Path.Combine(Repository.Root, path);
        return File.Exists(full) ? [File.ReadAllText(full)] : Repository.SourceFiles(path).Select(File.ReadAllText);
    }

    private static bool HasTest(string type, string method) =>
        Repository.SourceFiles("tests").Where(file => Path.GetFileNameWithoutExtension(file) == type)
            .Any(file => Regex.IsMatch(File.ReadAllText(file), $@"\b{method}\("));

    [GeneratedRegex("`([A-Z][A-Za-z]+(?::[A-Z][A-Za-z]+)+)`")]
    private static partial Regex Option();

    [GeneratedRegex(@"\b[A-Z][A-Za-z]+(?:__[A-Z][A-Za-z]+)+(?==)")]
    private static partial Regex Variable();

    [GeneratedRegex(@"--([A-Z][A-Za-z]+(?::[A-Z][A-Za-z]+)+)=")]
    private static partial Regex Argument();

    [GeneratedRegex(@"(?<= )--[A-Za-z][A-Za-z:-]*")]
    private static partial Regex LongArgument();

    [GeneratedRegex(@"`((?:tests|eng|bench|deploy|docs|clients|samples)/[\w./-]*)`")]
    private static partial Regex RepositoryPath();

    [GeneratedRegex(@"`(?<class>\w+Tests)\.(?<method>\w+)`")]
    private static partial Regex TestName();
}
