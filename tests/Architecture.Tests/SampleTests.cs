using System.Xml.Linq;

namespace Orleans.Realtime.Architecture.Tests;

/// <summary>Samples do what users of the product would, with what users have.</summary>
public sealed class SampleTests
{
    public static TheoryData<string> Services => [.. Directory.GetFiles(Path.Combine(Repository.Root, "samples"), "*.csproj", SearchOption.AllDirectories).Select(file => Path.GetFileNameWithoutExtension(file))];

    [Theory]
    [MemberData(nameof(Services))]
    public void Service_ReferencesOnlyTheInterfaces_AndTheOrleansClient(string name)
    {
        var project = XDocument.Load(Path.Combine(Repository.Root, "samples", name, name + ".csproj"));
        project.Descendants("ProjectReference").Select(reference => reference.Attribute("Include")!.Value)
            .ShouldBe(["../../Grains.Interfaces/Grains.Interfaces.csproj"]);
        project.Descendants("PackageReference").ShouldBeEmpty();
        project.Descendants("UsesOrleans").ShouldHaveSingleItem().Value.ShouldBe("Client");
    }
}
