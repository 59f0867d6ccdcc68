using System.Reflection;
using System.Xml.Linq;

namespace Orleans.Realtime.Architecture.Tests;

/// <summary>Dependencies point one way: Gateway.Web → Grains.Interfaces ← Grains ← Silo; Embedded alone knows both sides, ServiceDefaults neither.</summary>
public sealed class DependencyTests
{
    [Theory]
    [InlineData("Grains.Interfaces", "")]
    [InlineData("ServiceDefaults", "")]
    [InlineData("Grains", "Grains.Interfaces ServiceDefaults")]
    [InlineData("Silo", "Grains ServiceDefaults")]
    [InlineData("Gateway.Web", "Grains.Interfaces ServiceDefaults")]
    [InlineData("Embedded", "Gateway.Web Grains")]
    [InlineData(Repository.Client, "")]
    public void Project_ReferencesOnlyWhatTheHouseAllows(string project, string allowed)
    {
        Repository.ProjectReferences(project).Order().ShouldBe(allowed.Split(' ', StringSplitOptions.RemoveEmptyEntries).Order());
    }

    [Fact]
    public void Client_NeedsNothingButAbstractions()
    {
        Repository.PackageReferences(Repository.Client).Order().ShouldBe(
            ["Microsoft.Extensions.DependencyInjection.Abstractions", "Microsoft.Extensions.Logging.Abstractions", "Microsoft.Extensions.Options"]);
    }

    [Theory]
    [InlineData("Grains.Interfaces")]
    [InlineData("Grains")]
    [InlineData("ServiceDefaults")]
    public void GrainSide_KnowsNoAspNetCore(string project)
    {
        References(project).ShouldNotContain(name => name.StartsWith("Microsoft.AspNetCore", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("Grains.Interfaces")]
    [InlineData("Grains")]
    [InlineData("Silo")]
    [InlineData("ServiceDefaults")]
    public void GrainSide_KnowsNoGateway(string project)
    {
        References(project).ShouldNotContain("Orleans.Realtime.Gateway.Web");
    }

    [Theory]
    [InlineData("Grains.Interfaces")]
    [InlineData("Grains")]
    public void GrainSide_KnowsNoWireFormat(string project)
    {
        References(project).ShouldNotContain(name => name.StartsWith("System.Text.Json", StringComparison.Ordinal) || name == "System.Net.WebSockets");
    }

    [Fact]
    public void ServiceDefaults_KnowNoOrleans()
    {
        References("ServiceDefaults").ShouldNotContain(name => name.StartsWith("Orleans", StringComparison.Ordinal));
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
    [InlineData("ServiceDefaults")]
    [InlineData(Repository.Client)]
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
    [InlineData("ServiceDefaults")]
    public void Product_NamesNothingOfLitesOwn(string project)
    {
        var offenders = Repository.SourceFiles(project)
            .Append(Path.Combine(Repository.Root, project, project + ".csproj"))
            .Where(file => File.ReadAllText(file).Contains("OrleansLite", StringComparison.Ordinal))
            .Select(Repository.Relative);

        offenders.ShouldBeEmpty();
    }

    [Fact]
    public void Probe_AsksForNothingThatHasNoVersion()
    {
        // It would fail wherever it is asked, and Microsoft Orleans would never be chosen.
        Packages("eng/OrleansProbe/OrleansProbe.csproj", "PackageReference").ShouldBeSubsetOf(Packages("Directory.Packages.props", "PackageVersion"));
    }

    private static IEnumerable<string> Packages(string file, string element) =>
        XDocument.Load(Path.Combine(Repository.Root, file)).Descendants(element).Select(package => package.Attribute("Include")!.Value);

    private static IEnumerable<string> References(string project) =>
        Assembly.Load("Orleans.Realtime." + project).GetReferencedAssemblies().Select(reference => reference.Name!);
}
