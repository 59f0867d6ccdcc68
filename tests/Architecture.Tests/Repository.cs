using System.Xml.Linq;

namespace Orleans.Realtime.Architecture.Tests;

/// <summary>The source tree that the tests were built from.</summary>
internal static class Repository
{
    /// <summary>The projects that ship.</summary>
    public static readonly string[] Products = ["Grains.Interfaces", "ServiceDefaults", "Grains", "Silo", "Gateway.Web", "Embedded"];

    /// <summary>The .NET client, which stands apart from the servers.</summary>
    public const string Client = "Client";

    public static string Root { get; } = FindRoot();

    public static IEnumerable<string> SourceFiles(string project) =>
        Directory.EnumerateFiles(Folder(project), "*.cs", SearchOption.AllDirectories)
            .Where(file => !Relative(file).Split('/').Any(part => part is "bin" or "obj"));

    public static string Relative(string file) => Path.GetRelativePath(Root, file).Replace('\\', '/');

    /// <summary>The names of the projects that a project references.</summary>
    public static IReadOnlyList<string> ProjectReferences(string project) =>
        [.. References(project, "ProjectReference").Select(reference => Path.GetFileNameWithoutExtension(reference.Replace('\\', '/')))];

    /// <summary>The names of the packages that a project itself references.</summary>
    public static IEnumerable<string> PackageReferences(string project) => References(project, "PackageReference");

    /// <summary>The namespace that a source file's folder asks for.</summary>
    public static string NamespaceOf(string project, string file) =>
        string.Join('.', ["Orleans.Realtime", project, .. Path.GetRelativePath(Folder(project), Path.GetDirectoryName(file)!).Split(Path.DirectorySeparatorChar).Where(part => part != ".")]);

    private static string Folder(string project) => Path.Combine(Root, project == Client ? "clients/dotnet/Orleans.Realtime.Client" : project);

    private static IEnumerable<string> References(string project, string element) =>
        XDocument.Load(Directory.GetFiles(Folder(project), "*.csproj").Single()).Descendants(element).Select(reference => reference.Attribute("Include")!.Value);

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Orleans.Realtime.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException("The tests do not run inside the repository.");
    }
}
