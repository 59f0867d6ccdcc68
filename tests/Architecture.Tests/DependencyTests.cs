using System.Reflection;

namespace Orleans.Realtime.Architecture.Tests;

/// <summary>Dependencies point one way: Gateway.Web → Grains.Interfaces ← Grains ← Silo; Embedded alone knows both sides.</summary>
public sealed class DependencyTests
{
    [Theory]
    [InlineData("Grains.Interfaces", "")]
    [InlineData("Grains", "Grains.Interfaces")]
    [InlineData("Silo", "Grains")]
    [InlineData("Gateway.Web", "Grains.Interfaces")]
    [InlineData("Embedded", "Gateway.Web Grains")]
    public void Project_ReferencesOnlyWhatTheHouseAllows(string project, string allowed)
    {
        Repository.ProjectReferences(project).Order().ShouldBe(allowed.Split(' ', StringSplitOptions.RemoveEmptyEntries).Order());
    }

    [Theory]
    [InlineData("Grains.Interfaces")]
    [InlineData("Grains")]
    [InlineData("Silo")]
    public void GrainSide_KnowsNoAspNetCoreAndNoGateway(string project)
    {
        References(project).ShouldNotContain(name => name.StartsWith("Microsoft.AspNetCore", StringComparison.Ordinal) || name == "Orleans.Realtime.Gateway.Web");
    }

    [Theory]
    [InlineData("Grains.Interfaces")]
    [InlineData("Grains")]
    public void GrainSide_KnowsNoWireFormat(string project)
    {
        References(project).ShouldNotContain(name => name.StartsWith("System.Text.Json", StringComparison.Ordinal) || name == "System.Net.WebSockets");
    }

    [Fact]
    public void Gateway_DoesNotKnowTheGrains()
    {
        References("Gateway.Web").ShouldNotContain("Orleans.Realtime.Grains");
    }

    [Theory]
    [InlineData("Grains.Interfaces")]
    [InlineData("Grains")]
    [InlineData("Silo")]
    [InlineData("Gateway.Web")]
    [InlineData("Embedded")]
    public void Product_HasNoConditionalCompilation(string project)
    {
        var offenders = Repository.SourceFiles(project)
            .Where(file => File.ReadLines(file).Any(line => line.TrimStart().StartsWith("#if", StringComparison.Ordinal)))
            .Select(Repository.Relative);

        offenders.ShouldBeEmpty("the same sources compile against both Orleans runtimes");
    }

    [Theory]
    [InlineData("Grains.Interfaces")]
    [InlineData("Grains")]
    [InlineData("Silo")]
    [InlineData("Gateway.Web")]
    [InlineData("Embedded")]
    public void Product_NamesNothingOfLitesOwn(string project)
    {
        var offenders = Repository.SourceFiles(project)
            .Append(Path.Combine(Repository.Root, project, project + ".csproj"))
            .Where(file => File.ReadAllText(file).Contains("OrleansLite", StringComparison.Ordinal))
            .Select(Repository.Relative);

        offenders.ShouldBeEmpty();
    }

    private static IEnumerable<string> References(string project) =>
        Assembly.Load("Orleans.Realtime." + project).GetReferencedAssemblies().Select(reference => reference.Name!);
}
