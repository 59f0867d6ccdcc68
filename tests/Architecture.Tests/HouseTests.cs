using System.Reflection;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Options;

namespace Orleans.Realtime.Architecture.Tests;

/// <summary>The rules of the house that a compiler does not know.</summary>
public sealed partial class HouseTests
{
    private const int LongestFile = 350;

    public static TheoryData<string> ProductsAndRuntime => [.. Repository.Products, "OrleansLite", "OrleansLite.TestingHost", Repository.Client];

    public static TheoryData<string> Libraries => ["Grains.Interfaces", "ServiceDefaults", "Grains", "Gateway.Web", Repository.Client];

    [Theory]
    [MemberData(nameof(Libraries))]
    public void Namespace_IsTheFolder(string project)
    {
        var offenders = Repository.SourceFiles(project)
            .Where(file => Path.GetFileName(file) != "Program.cs")
            .Select(file => (File: file, Match: FileScopedNamespace().Match(File.ReadAllText(file))))
            .Where(source => source.Match.Success && source.Match.Groups[1].Value != Repository.NamespaceOf(project, source.File))
            .Select(source => Repository.Relative(source.File));

        offenders.ShouldBeEmpty();
    }

    [Theory]
    [MemberData(nameof(ProductsAndRuntime))]
    public void File_IsNotTooLong(string project)
    {
        Repository.SourceFiles(project)
            .Where(file => File.ReadLines(file).Count() > LongestFile)
            .Select(Repository.Relative)
            .ShouldBeEmpty($"{LongestFile} lines ask for a split");
    }

    [Theory]
    [MemberData(nameof(Libraries))]
    public void TypeName_SaysWhatItDoes(string project)
    {
        Types(project)
            .Select(type => type.Name)
            .Where(name => name.EndsWith("Manager", StringComparison.Ordinal) || name.EndsWith("Helper", StringComparison.Ordinal) || name.EndsWith("Utils", StringComparison.Ordinal))
            .ShouldBeEmpty();
    }

    [Theory]
    [InlineData("Grains")]
    [InlineData("ServiceDefaults")]
    [InlineData("Gateway.Web")]
    public void Options_AreValidated(string project)
    {
        var types = Types(project).ToList();
        var validated = types
            .SelectMany(type => type.GetInterfaces())
            .Where(contract => contract.IsGenericType && contract.GetGenericTypeDefinition() == typeof(IValidateOptions<>))
            .Select(contract => contract.GetGenericArguments()[0])
            .ToHashSet();

        types
            .Where(type => type is { IsClass: true, IsAbstract: false, IsNested: false } && type.Name.EndsWith("Options", StringComparison.Ordinal))
            .Where(type => type.GetProperties().Any(property => property.PropertyType != typeof(bool)))
            .Where(type => !validated.Contains(type) && !types.Exists(owner => validated.Contains(owner) && owner.GetProperties().Any(property => property.PropertyType == type)))
            .Select(type => type.FullName)
            .ShouldBeEmpty("every options type with values that can be wrong, or the one that holds it, has a validator");
    }

    [Theory]
    [InlineData("Grains")]
    [InlineData("ServiceDefaults")]
    [InlineData("Gateway.Web")]
    [InlineData(Repository.Client)]
    public void Logging_GoesThroughTheSourceGenerator(string project)
    {
        Repository.SourceFiles(project)
            .Where(file => LoggerCall().IsMatch(File.ReadAllText(file)))
            .Select(Repository.Relative)
            .ShouldBeEmpty();
    }

    [Theory]
    [InlineData("Grains")]
    [InlineData("ServiceDefaults")]
    [InlineData("Gateway.Web")]
    [InlineData(Repository.Client)]
    public void LoggerMessages_LiveInLogFiles_WithUniqueEventIds(string project)
    {
        var messages = Repository.SourceFiles(project)
            .Select(file => (File: Repository.Relative(file), Ids: EventId().Matches(File.ReadAllText(file)).Select(match => match.Groups[1].Value).ToList()))
            .Where(source => source.Ids.Count > 0)
            .ToList();

        messages.Select(source => source.File).Where(file => !file.EndsWith(".Log.cs", StringComparison.Ordinal)).ShouldBeEmpty();
        messages.SelectMany(source => source.Ids).GroupBy(id => id).Where(group => group.Count() > 1).Select(group => group.Key).ShouldBeEmpty("an event id names one event");
    }

    private static IEnumerable<Type> Types(string project) =>
        Assembly.Load("Orleans.Realtime." + project).GetTypes()
            .Where(type => type.Namespace?.StartsWith("Orleans.Realtime", StringComparison.Ordinal) == true);

    [GeneratedRegex(@"^namespace ([A-Za-z0-9_.]+);", RegexOptions.Multiline)]
    private static partial Regex FileScopedNamespace();

    [GeneratedRegex(@"\.Log(Trace|Debug|Information|Warning|Error|Critical)\(")]
    private static partial Regex LoggerCall();

    [GeneratedRegex(@"\[LoggerMessage\(\s*(?:EventId\s*=\s*)?(\d+)")]
    private static partial Regex EventId();
}
