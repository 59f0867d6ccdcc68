using System.Reflection;
using System.Text.RegularExpressions;

namespace Orleans.Realtime.Architecture.Tests;

/// <summary>The console page: what a browser gets is small, readable, and asks nobody else for anything.</summary>
public sealed partial class ConsolePageTests
{
    private const int LongestFile = 350;
    private const string Generated = "client/realtime.js";

    private static readonly string Folder = Path.Combine(Repository.Root, "Gateway.Web", "wwwroot");

    private static IEnumerable<(string Name, string Text)> Files =>
        Directory.EnumerateFiles(Folder, "*", SearchOption.AllDirectories)
            .Select(file => (Path.GetRelativePath(Folder, file).Replace('\\', '/'), File.ReadAllText(file)));

    private static IEnumerable<(string Name, string Text)> Written => Files.Where(file => file.Name != Generated);

    [Fact]
    public void Assembly_HoldsEveryFile()
    {
        var gateway = Assembly.Load("Orleans.Realtime.Gateway.Web");

        var resources = gateway.GetManifestResourceNames().Where(name => name.StartsWith("wwwroot/", StringComparison.Ordinal)).ToDictionary(name => name["wwwroot/".Length..].Replace('\\', '/'), name => name);

        var served = Files.Where(file => !file.Name.EndsWith(".d.ts", StringComparison.Ordinal)).ToList();
        resources.Keys.ShouldBe(served.Select(file => file.Name), ignoreOrder: true);
        foreach (var (name, text) in served)
        {
            using var reader = new StreamReader(gateway.GetManifestResourceStream(resources[name])!);
            reader.ReadToEnd().ShouldBe(text, name);
        }
    }

    [Fact]
    public void File_IsNotTooLong()
    {
        Written.Where(file => file.Text.AsSpan().Count('\n') > LongestFile).Select(file => file.Name).ShouldBeEmpty($"{LongestFile} lines ask for a split");
    }

    [Fact]
    public void Page_NeedsNobodyElse()
    {
        // Names of XML's own are no addresses that a browser asks.
        Written.Where(file => ForeignAddress().Matches(file.Text).Any(match => !match.Value.StartsWith("http://www.w3.org/", StringComparison.Ordinal))).Select(file => file.Name).ShouldBeEmpty();
    }

    [Fact]
    public void Text_NeverBecomesMarkup()
    {
        Written.Where(file => Markup().IsMatch(file.Text)).Select(file => file.Name).ShouldBeEmpty("text goes into text nodes");
    }

    [Fact]
    public void Html_HasNoScriptOrStyleInside()
    {
        // The page's Content-Security-Policy would refuse them.
        Written.Where(file => file.Name.EndsWith(".html", StringComparison.Ordinal)).Where(file => Inline().IsMatch(file.Text)).Select(file => file.Name).ShouldBeEmpty();
    }

    [Fact]
    public void Modules_ThatAreImported_AreThere()
    {
        foreach (var (name, text) in Written.Where(file => file.Name.EndsWith(".js", StringComparison.Ordinal)))
        {
            foreach (var import in Import().Matches(text).Select(match => match.Groups[1].Value))
            {
                File.Exists(Path.Combine(Folder, Path.GetDirectoryName(name)!, import)).ShouldBeTrue($"{name} imports {import}");
            }
        }
    }

    [GeneratedRegex(@"\b(https?|wss?)://[a-z0-9.-]+[^\s""'`]*", RegexOptions.IgnoreCase)]
    private static partial Regex ForeignAddress();

    [GeneratedRegex(@"innerHTML|outerHTML|insertAdjacentHTML|document\.write|srcdoc|\beval\(|new Function\b|createContextualFragment|javascript:")]
    private static partial Regex Markup();

    [GeneratedRegex(@"<script(?![^>]*\bsrc=)|<style|\son[a-z]+=|\sstyle=", RegexOptions.IgnoreCase)]
    private static partial Regex Inline();

    [GeneratedRegex(@"(?:\bfrom|\bimport\() ?""(\.[^""]+)""")]
    private static partial Regex Import();
}
