using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Orleans.Realtime.Architecture.Tests;

/// <summary>The services of compose.yaml fit each other, the images and the load balancer.</summary>
public sealed partial class DeployComposeTests
{
    private static readonly DeployNode Compose = DeployNode.Load("compose.yaml").Single();
    private static readonly string Balancer = DeployFiles.Read("haproxy.cfg");

    public static TheoryData<string> Services => [.. Compose["services"].Keys];

    [Theory]
    [MemberData(nameof(Services))]
    public void Service_NamesOnlyWhatIsThere(string name)
    {
        var service = Compose["services"][name];
        foreach (var (other, condition) in service["depends_on"].Keys.Select(other => (other, service["depends_on"][other]["condition"].Text)))
        {
            var target = Compose["services"][other];
            target.Exists.ShouldBeTrue(other);
            (condition != "service_healthy" || target["healthcheck"].Exists).ShouldBeTrue($"{other} has no health check");
        }

        service["networks"].Texts.ShouldBeSubsetOf(Compose["networks"].Keys);
        foreach (var source in service["volumes"].Texts.Select(volume => volume.Split(':')[0]))
        {
            (source.StartsWith("./", StringComparison.Ordinal) ? File.Exists(Path.Combine(DeployFiles.Folder, source)) : Compose["volumes"].Keys.Contains(source)).ShouldBeTrue(source);
        }
    }

    [Fact]
    public void Variables_AreInTheExample()
    {
        var example = DeployFiles.Environment(".env.example");
        var used = Variable().Matches(DeployFiles.Read("compose.yaml")).ToList();

        used.Select(match => match.Groups[1].Value).Distinct(StringComparer.Ordinal).ShouldBe(example.Keys, ignoreOrder: true);
        used.Where(match => match.Groups[1].Value == "TAG").ShouldAllBe(match => match.Value == "${TAG:-" + DeployFiles.Version + "}");
        example["TAG"].ShouldBe(DeployFiles.Version);
    }

    [Theory]
    [InlineData("silo", "Dockerfile.silo")]
    [InlineData("gateway", "Dockerfile.gateway")]
    public void Process_IsSetUpWithOptionsThatItHas(string process, string dockerfile)
    {
        var known = process == "silo" ? DeploySettings.Silo : DeploySettings.Gateway;
        foreach (var service in Of(process))
        {
            var environment = service["environment"].Pairs;
            DeploySettings.Unknown(environment.Keys, known).ShouldBeEmpty();
            service["build"]["dockerfile"].Text.ShouldBe("deploy/" + dockerfile);
            service["image"].Text.ShouldStartWith($"orleans-realtime/{process}:");

            var redis = environment["ConnectionStrings__Redis"].Split(',')[0].Split(':');
            Compose["services"][redis[0]].Exists.ShouldBeTrue();
            service["networks"].Texts.Intersect(Compose["services"][redis[0]]["networks"].Texts).ShouldNotBeEmpty();
        }
    }

    [Fact]
    public void Values_AreInRange()
    {
        foreach (var service in Of("silo").Concat(Of("gateway")))
        {
            var environment = service["environment"].Pairs.ToDictionary(StringComparer.Ordinal);
            if (environment.ContainsKey("Auth__Jwt__Secret"))
            {
                environment["Auth__Jwt__Secret"] = new string('s', 64);
            }

            using var app = DeploySettings.Build(environment);
            DeploySettings.Validate(app);
        }
    }

    [Fact]
    public void GracePeriod_IsLongerThanTheDrain()
    {
        using var app = DeploySettings.Build([]);
        var gateway = app.Services.GetRequiredService<IOptions<HostOptions>>().Value.ShutdownTimeout;

        Of("gateway").ShouldAllBe(service => Seconds(service["stop_grace_period"]) > gateway);
        Of("silo").ShouldAllBe(service => Seconds(service["stop_grace_period"]) > new HostOptions().ShutdownTimeout);
    }

    [Fact]
    public void Balancer_KnowsTheGatewaysAndTheirReadiness()
    {
        using var app = DeploySettings.Build([]);
        var port = DeployFiles.Ports(new DeployDockerfile("Dockerfile.gateway").Environment["ASPNETCORE_URLS"]).Single();

        Server().Matches(Balancer).Select(match => match.Groups[1].Value)
            .ShouldBe(Compose["services"].Keys.Where(name => name.StartsWith("gateway-", StringComparison.Ordinal)).Select(name => $"{name}:{port}"));
        DeploySettings.GatewayPaths(app).ShouldContain(Check().Match(Balancer).Groups[1].Value);
        Balancer.ShouldContain("balance leastconn");
        Compose["services"]["balancer"]["ports"].Texts.Single().ShouldEndWith(Bind().Match(Balancer).Groups[1].Value);
    }

    [Fact]
    public void Balancer_NeverCutsAHealthySocket()
    {
        var tunnel = TimeSpan.FromHours(int.Parse(Tunnel().Match(Balancer).Groups[1].Value, CultureInfo.InvariantCulture));

        tunnel.ShouldBeGreaterThan(DeploySettings.GatewayTime("Sockets:IdleTimeout", new Dictionary<string, string>(StringComparer.Ordinal)));
    }

    [Fact]
    public void Redis_KeepsEveryMessageAndIsReachedFromNowhereElse()
    {
        var redis = Compose["services"]["redis"];
        var command = string.Join(' ', redis["command"].Texts);

        command.ShouldContain("--appendonly yes");
        command.ShouldContain("--appendfsync everysec");
        command.ShouldContain("--maxmemory-policy noeviction");
        command.ShouldContain("--requirepass");
        redis["ports"].Exists.ShouldBeFalse();
        redis["networks"].Texts.ShouldAllBe(network => Compose["networks"][network]["internal"].Text == "true");
    }

    private static List<DeployNode> Of(string process) =>
        [.. Compose["services"].Keys.Where(name => name.StartsWith(process + "-", StringComparison.Ordinal)).Select(name => Compose["services"][name])];

    private static TimeSpan Seconds(DeployNode node) => TimeSpan.FromSeconds(int.Parse(node.Text.TrimEnd('s'), CultureInfo.InvariantCulture));

    [GeneratedRegex(@"\$\{([A-Z_]+)[^}]*\}")]
    private static partial Regex Variable();

    [GeneratedRegex(@"^\s+server \S+ (\S+)$", RegexOptions.Multiline)]
    private static partial Regex Server();

    [GeneratedRegex(@"option httpchk GET (\S+)")]
    private static partial Regex Check();

    [GeneratedRegex(@"bind (:\d+)")]
    private static partial Regex Bind();

    [GeneratedRegex(@"timeout tunnel (\d+)h")]
    private static partial Regex Tunnel();
}
