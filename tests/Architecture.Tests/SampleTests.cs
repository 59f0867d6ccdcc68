using System.Xml.Linq;

namespace Orleans.Realtime.Architecture.Tests;

/// <summary>Samples do what users of the product would, with what users have.</summary>
public sealed class SampleTests
{
    [Fact]
    public void Service_ReferencesOnlyTheInterfaces_AndTheOrleansClient()
    {
        var project = XDocument.Load(Path.Combine(Repository.Root, "samples", "OrderNotifications", "OrderNotifications.csproj"));
        project.Descendants("ProjectReference").Select(reference => reference.Attribute("Include")!.Value)
            .ShouldBe(["../../Grains.Interfaces/Grains.Interfaces.csproj"]);
        project.Descendants("PackageReference").ShouldBeEmpty();
        project.Descendants("UsesOrleans").ShouldHaveSingleItem().Value.ShouldBe("Client");
    }
}
