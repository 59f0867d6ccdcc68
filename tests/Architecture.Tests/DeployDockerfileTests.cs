namespace Orleans.Realtime.Architecture.Tests;

/// <summary>The images are built from what is there, and are what the manifests take them for.</summary>
public sealed class DeployDockerfileTests
{
    /// <summary>What takes the place of Orleans' packages in an image that is built with OrleansRuntime=Lite.</summary>
    private static readonly string[] Lite = ["OrleansLite", "OrleansLite.Redis"];

    public static TheoryData<string, string> Images => new() { { "Dockerfile.silo", "Silo" }, { "Dockerfile.gateway", "Gateway.Web" } };

    [Theory]
    [MemberData(nameof(Images))]
    public void Image_CopiesOnlyWhatExistsAndTheContextLetsIn(string file, string project)
    {
        project.ShouldNotBeEmpty();
        var allowed = File.ReadLines(Path.Combine(Repository.Root, ".dockerignore")).Where(line => line.StartsWith('!')).Select(line => line[1..]).ToList();
        allowed.ShouldNotContain(path => path.StartsWith("artifacts", StringComparison.Ordinal), "it would choose the builder's Orleans runtime");

        foreach (var source in new DeployDockerfile(file).Sources)
        {
            Path.Exists(Path.Combine(Repository.Root, source)).ShouldBeTrue(source);
            allowed.ShouldContain(path => source.TrimEnd('/') == path || source.StartsWith(path + "/", StringComparison.Ordinal), source);
        }
    }

    [Theory]
    [MemberData(nameof(Images))]
    public void Image_HasEveryProjectThatItsOwnNeeds(string file, string project)
    {
        var dockerfile = new DeployDockerfile(file);
        foreach (var needed in Closure(project).Concat(Lite))
        {
            dockerfile.SourcesOfRestore.ShouldContain($"{needed}/{needed}.csproj");
            dockerfile.Sources.ShouldContain(needed + "/");
        }

        dockerfile.SourcesOfRestore.ShouldNotContain(source => source.EndsWith('/'), "sources before the restore would throw the packages' layer away with every change");
        dockerfile.Sources.Where(source => source.EndsWith('/') && source != "eng/").Count().ShouldBe(Closure(project).Count + Lite.Length, "and nothing else");
    }

    [Theory]
    [MemberData(nameof(Images))]
    public void Image_PublishesAndStartsItsProject(string file, string project)
    {
        var dockerfile = new DeployDockerfile(file);

        dockerfile.All("ARG").ShouldContain("OrleansRuntime=Microsoft");
        dockerfile.All("RUN").Where(command => command.Contains("dotnet", StringComparison.Ordinal)).ShouldAllBe(command =>
            command.Contains($" {project}/{project}.csproj ", StringComparison.Ordinal) && command.Contains("-p:OrleansRuntime=$OrleansRuntime", StringComparison.Ordinal));
        dockerfile.All("ENTRYPOINT").ShouldBe([$"""["dotnet", "Orleans.Realtime.{project}.dll"]"""]);
    }

    [Theory]
    [MemberData(nameof(Images))]
    public void Image_IsSmallAndNotRoot(string file, string project)
    {
        project.ShouldNotBeEmpty();
        var dockerfile = new DeployDockerfile(file);

        dockerfile.All("FROM").Last().ShouldContain("-chiseled ");
        dockerfile.All("USER").Last().ShouldBe("$APP_UID");
        dockerfile.All("ARG").ShouldContain("DOTNET_VERSION=" + System.Environment.Version.ToString(2), "the target framework's");
    }

    [Fact]
    public void SiloImage_ExposesWhatItListensOn()
    {
        var dockerfile = new DeployDockerfile("Dockerfile.silo");
        var environment = dockerfile.Environment;

        DeploySettings.Unknown(environment.Keys, DeploySettings.Silo).ShouldBeEmpty();
        dockerfile.Ports.ShouldBe([environment["Cluster__SiloPort"], environment["Cluster__GatewayPort"], .. DeployFiles.Ports(environment["Health__Urls"])]);
    }

    [Fact]
    public void GatewayImage_ExposesWhatItListensOn()
    {
        var dockerfile = new DeployDockerfile("Dockerfile.gateway");
        var environment = dockerfile.Environment;

        DeploySettings.Unknown(environment.Keys, DeploySettings.Gateway).ShouldBeEmpty();
        dockerfile.Ports.ShouldBe([.. DeployFiles.Ports(environment["ASPNETCORE_URLS"]), .. DeployFiles.Ports(environment["Admin__Urls"])]);
    }

    private static HashSet<string> Closure(string project) =>
        [project, .. Repository.ProjectReferences(project).SelectMany(Closure)];
}
