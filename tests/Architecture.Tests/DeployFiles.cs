using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Orleans.Realtime.Architecture.Tests;

/// <summary>The files of <c>deploy/</c>.</summary>
internal static partial class DeployFiles
{
    /// <summary>The version that the sources are.</summary>
    public static string Version { get; } = XDocument.Load(Path.Combine(Repository.Root, "Directory.Build.props")).Descendants("Version").Single().Value;

    public static string Folder { get; } = Path.Combine(Repository.Root, "deploy");

    /// <summary>The page that tells how to use them.</summary>
    public static string OperationsPage { get; } = File.ReadAllText(Path.Combine(Repository.Root, "docs", "operations.md"));

    public static string Read(string file) => File.ReadAllText(Path.Combine(Folder, file));

    /// <summary>The names of the files of a folder, those of the folders in it included.</summary>
    public static IEnumerable<string> In(string folder)
    {
        var path = Path.Combine(Folder, folder);
        return Directory.EnumerateFiles(path, "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(path, file).Replace('\\', '/'));
    }

    /// <summary>The pairs of an env file.</summary>
    public static Dictionary<string, string> Environment(string file) => Read(file).Split('\n')
        .Where(line => line.Length > 0 && line[0] != '#')
        .Select(line => line.Split('=', 2))
        .ToDictionary(pair => pair[0], pair => pair[1], StringComparer.Ordinal);

    /// <summary>The ports of addresses that are separated by semicolons.</summary>
    public static IEnumerable<string> Ports(string addresses) => AddressPort().Matches(addresses).Select(match => match.Groups[1].Value);

    [GeneratedRegex(@"://[^;]*:(\d+)")]
    private static partial Regex AddressPort();
}
