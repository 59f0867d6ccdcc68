using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Orleans.Realtime.Cluster.Tests.Support;
using Orleans.Realtime.Tests.Shared;

namespace Orleans.Realtime.Cluster.Tests.Documentation;

/// <summary>docs/http-api.md has every call that the server describes, as the server describes it, with a curl that <see cref="PageTests"/> runs.</summary>
public sealed partial class HttpApiPageTests(EmbeddedServerFixture fixture) : IClassFixture<EmbeddedServerFixture>
{
    private const string Begin = "<!-- from /openapi/v1.json -->\n";
    private const string End = "<!-- /from -->\n";

    private static readonly string File = Path.Combine(EmbeddedServer.RepositoryRoot, "docs", "http-api.md");

    /// <summary>UPDATE_DOCS=1 writes what the server says anew, and adds a section for each call that has none.</summary>
    [Fact]
    public async Task EveryOperation_IsDescribedAsTheServerDescribesIt()
    {
        using var http = new HttpClient { BaseAddress = fixture.Server.Address };
        var operations = new HttpApiReference(JsonNode.Parse(await http.GetStringAsync("/openapi/v1.json"))!.AsObject()).Operations();
        var page = await System.IO.File.ReadAllTextAsync(File);
        var updated = Update(page, operations);
        if (Environment.GetEnvironmentVariable("UPDATE_DOCS") == "1")
        {
            await System.IO.File.WriteAllTextAsync(File, updated);
            page = updated;
        }

        page.ShouldBe(updated, "run the tests with UPDATE_DOCS=1 to write it anew");
        Section().Matches(page).Select(section => section.Groups["title"].Value).Where(title => !operations.ContainsKey(title)).ShouldBeEmpty("the server has no such calls");
    }

    [Fact]
    public void EveryOperation_HasACurl()
    {
        var page = MarkdownPage.Read(File);
        var sections = page.Headings.Where(heading => heading.Level == 3).ToList();
        sections.ShouldNotBeEmpty();
        foreach (var section in sections)
        {
            var next = page.Headings.Where(heading => heading.Line > section.Line).Select(heading => heading.Line).DefaultIfEmpty(int.MaxValue).First();
            var commands = page.Blocks.Where(block => block.Language == "sh" && block.Line > section.Line && block.Line < next).SelectMany(block => block.Lines);
            var (method, path) = (section.Text.Split(' ')[0], section.Text.Split(' ')[1]);
            var call = new Regex((method == "GET" ? "^curl (?!-X)" : $"^curl -X {method} ") + ".*\\$api" + Variable().Replace(path, "[^/?\"]+") + "[?\"]");
            commands.Where(command => call.IsMatch(command)).ShouldNotBeEmpty($"{section.Text} has no example: {call}");
        }
    }

    private static string Update(string page, IReadOnlyDictionary<string, string> operations)
    {
        foreach (var (title, text) in operations)
        {
            if (!page.Contains($"\n### {title}\n", StringComparison.Ordinal))
            {
                page += $"\n### {title}\n\n{Begin}{End}";
            }

            var section = page.IndexOf($"\n### {title}\n", StringComparison.Ordinal);
            var begin = page.IndexOf(Begin, section, StringComparison.Ordinal) + Begin.Length;
            var end = page.IndexOf(End, begin, StringComparison.Ordinal);
            page = page[..begin] + text + page[end..];
        }

        return page;
    }

    [GeneratedRegex(@"\{\w+\}")]
    private static partial Regex Variable();

    [GeneratedRegex("^### (?<title>.+)$", RegexOptions.Multiline)]
    private static partial Regex Section();
}
