using System.Text.RegularExpressions;

namespace Orleans.Realtime.Architecture.Tests;

/// <summary>A reader who follows a link arrives somewhere, and every page can be found.</summary>
public sealed partial class DocumentationLinkTests
{
    public static TheoryData<string> Pages => [.. DocumentationPages.All];

    [Theory]
    [MemberData(nameof(Pages))]
    public void Links_LeadSomewhere(string page)
    {
        var broken = new List<string>();
        foreach (var link in DocumentationPages.Page(page).Links)
        {
            if (DocumentationPages.Resolve(page, link.Target) is { } target && !Leads(target.Path, target.Anchor))
            {
                broken.Add($"{page}:{link.Line}: {link.Target}");
            }
        }

        broken.ShouldBeEmpty();
    }

    [Fact]
    public void PagesNamedByOtherFiles_Exist()
    {
        var folders = new[] { "deploy", "samples", "bench", "eng" };
        var broken = folders.SelectMany(folder => Directory.EnumerateFiles(Path.Combine(Repository.Root, folder), "*", SearchOption.AllDirectories))
            .Where(file => Path.GetExtension(file) is ".yaml" or ".cfg" or ".env" or ".sh" or ".cs" or ".mjs" or ".json")
            .Where(file => !Repository.Relative(file).Split('/').Any(part => part is "node_modules" or "bin" or "obj"))
            .SelectMany(file => PageName().Matches(File.ReadAllText(file)).Select(match => (File: Repository.Relative(file), Page: match.Groups["page"].Value, Anchor: match.Groups["anchor"].Value)))
            .Where(named => !Leads(named.Page, named.Anchor))
            .Select(named => $"{named.File}: {named.Page}#{named.Anchor}");

        broken.ShouldBeEmpty();
    }

    [Fact]
    public void EveryPage_IsReachedFromTheReadme()
    {
        var found = new HashSet<string>(StringComparer.Ordinal) { "README.md" };
        var open = new Queue<string>(found);
        while (open.TryDequeue(out var page))
        {
            foreach (var path in DocumentationPages.Page(page).Links.Select(link => DocumentationPages.Resolve(page, link.Target)?.Path).OfType<string>())
            {
                // A link to a folder shows what is in it.
                foreach (var next in DocumentationPages.All.Where(other => other == path || Path.GetDirectoryName(other) == path.TrimEnd('/') || other == path.TrimEnd('/') + "/README.md"))
                {
                    if (found.Add(next))
                    {
                        open.Enqueue(next);
                    }
                }
            }
        }

        DocumentationPages.All.Except(found).ShouldBeEmpty("link to it from the README, or from a page that the README links to");
    }

    private static bool Leads(string path, string anchor) =>
        DocumentationPages.Exists(path)
        && (anchor.Length == 0 || (path.EndsWith(".md", StringComparison.Ordinal) && DocumentationPages.Page(path).Headings.Exists(heading => heading.Anchor == anchor)));

    [GeneratedRegex(@"(?<![\w/.-])(?<page>docs/[\w./-]+\.md)(?:#(?<anchor>[\w-]+))?")]
    private static partial Regex PageName();
}
