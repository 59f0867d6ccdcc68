using Orleans.Realtime.Tests.Shared;

namespace Orleans.Realtime.Architecture.Tests;

/// <summary>The pages that people read.</summary>
internal static class DocumentationPages
{
    private static readonly Dictionary<string, MarkdownPage> Read = new(StringComparer.Ordinal);

    /// <summary>Every page, by its path from the root.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        "README.md", "CONTRIBUTING.md",
        .. new[] { "docs", "clients", "bench", "samples", "deploy" }
            .SelectMany(folder => Directory.EnumerateFiles(Path.Combine(Repository.Root, folder), "*.md", SearchOption.AllDirectories))
            .Select(Repository.Relative)
            .Where(file => !file.Split('/').Any(part => part is "node_modules" or "bin" or "obj"))
            .Order(StringComparer.Ordinal),
    ];

    public static MarkdownPage Page(string file)
    {
        lock (Read)
        {
            return Read.TryGetValue(file, out var page) ? page : Read[file] = MarkdownPage.Read(Path.Combine(Repository.Root, file));
        }
    }

    /// <summary>Where a relative link of a page leads, from the root, and the anchor behind it; null for the addresses of others.</summary>
    public static (string Path, string Anchor)? Resolve(string file, string target)
    {
        if (target.Contains("://", StringComparison.Ordinal) || target.StartsWith("mailto:", StringComparison.Ordinal))
        {
            return null;
        }

        var parts = target.Split('#', 2);
        var folder = Path.GetDirectoryName(Path.Combine(Repository.Root, file))!;
        var path = parts[0].Length == 0 ? file : Repository.Relative(Path.GetFullPath(Path.Combine(folder, Uri.UnescapeDataString(parts[0]))));
        return (path, parts.Length > 1 ? parts[1] : string.Empty);
    }

    /// <summary>Whether the repository has such a file or folder.</summary>
    public static bool Exists(string path) => Path.Exists(Path.Combine(Repository.Root, path));
}
