using System.Reflection;

namespace Orleans.Realtime.Gateway.Web.ConsolePage;

/// <summary>
/// The files of <c>wwwroot</c>. They are resources of this assembly, so that the page is there however the gateway is hosted and published. Their names
/// are known before a request comes: no part of a path ever reaches a file system.
/// </summary>
internal static class ConsoleFiles
{
    /// <summary>The file behind <c>/</c>.</summary>
    public const string Index = "index.html";

    // What the project file gives them as names.
    private const string ResourcePrefix = "wwwroot/";

    /// <summary>What reads each file, by its path below <c>wwwroot</c>.</summary>
    /// <param name="folder">Where to take them from; the built-in ones where it is empty.</param>
    public static Dictionary<string, Func<ConsoleFile>> Load(string? folder) => string.IsNullOrWhiteSpace(folder) ? LoadBuiltIn() : LoadFolder(folder);

    private static Dictionary<string, Func<ConsoleFile>> LoadBuiltIn()
    {
        var assembly = Assembly.GetExecutingAssembly();
        var files = new Dictionary<string, Func<ConsoleFile>>(StringComparer.Ordinal);
        foreach (var resource in assembly.GetManifestResourceNames())
        {
            var name = resource.Replace('\\', '/');
            if (name.StartsWith(ResourcePrefix, StringComparison.Ordinal))
            {
                var file = new Lazy<ConsoleFile>(() => ConsoleFile.Of(name, Read(assembly, resource)));
                files.Add(name[ResourcePrefix.Length..], () => file.Value);
            }
        }

        return files;
    }

    private static Dictionary<string, Func<ConsoleFile>> LoadFolder(string folder) => !Directory.Exists(folder)
        ? []
        : Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Where(path => !path.EndsWith(".d.ts", StringComparison.Ordinal))
            .ToDictionary(
                path => Path.GetRelativePath(folder, path).Replace('\\', '/'),
                path => (Func<ConsoleFile>)(() => ConsoleFile.Of(path, File.ReadAllBytes(path))),
                StringComparer.Ordinal);

    private static byte[] Read(Assembly assembly, string resource)
    {
        using var stream = assembly.GetManifestResourceStream(resource)!;
        var content = new byte[stream.Length];
        stream.ReadExactly(content);
        return content;
    }
}
