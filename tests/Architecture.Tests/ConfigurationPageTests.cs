namespace Orleans.Realtime.Architecture.Tests;

public sealed class ConfigurationPageTests
{
    /// <summary>UPDATE_DOCS=1 writes the page anew.</summary>
    [Fact]
    public void ConfigurationPage_IsWhatTheOptionsSay()
    {
        var file = Path.Combine(Repository.Root, "docs", "configuration.md");
        var page = ConfigurationPage.Write();
        if (Environment.GetEnvironmentVariable("UPDATE_DOCS") == "1")
        {
            File.WriteAllText(file, page);
        }

        File.ReadAllText(file).ShouldBe(page, "run the tests with UPDATE_DOCS=1 to write it anew");
    }
}
