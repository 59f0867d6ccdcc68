using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Orleans.Realtime.Architecture.Tests;

/// <summary>Silos and gateways in Kubernetes: what their pods are told exists, and fits.</summary>
public sealed class DeployWorkloadTests
{
    public static TheoryData<string> Processes => ["silo", "gateway"];

    [Theory]
    [MemberData(nameof(Processes))]
    public void Environment_NamesOnlyOptionsThatTheProcessReads(string process)
    {
        var workload = new DeployWorkload(process);

        DeploySettings.Unknown(workload.Environment.Keys, workload.Known).ShouldBeEmpty();
    }

    [Theory]
    [MemberData(nameof(Processes))]
    public void Environment_HasValuesThatAreInRange(string process)
    {
        using var app = DeploySettings.Build(new DeployWorkload(process).Environment);

        Should.NotThrow(() => DeploySettings.Validate(app));
    }

    [Fact]
    public void ASilo_OpensThePortsThatItListensOn()
    {
        var silo = new DeployWorkload("silo");
        var environment = silo.Environment;

        silo.Ports["silo"].ShouldBe(environment["Cluster__SiloPort"]);
        silo.Ports["orleans"].ShouldBe(environment["Cluster__GatewayPort"]);
        silo.Ports["health"].ShouldBe(DeployFiles.Ports(environment["Health__Urls"]).Single());
        silo.Ports.Values.ShouldBe(silo.Image.Ports, ignoreOrder: true);
    }

    [Fact]
    public void AGateway_OpensThePortsThatItListensOn()
    {
        var gateway = new DeployWorkload("gateway");
        var environment = gateway.Environment;

        gateway.Ports["http"].ShouldBe(DeployFiles.Ports(environment["ASPNETCORE_URLS"]).Single());
        gateway.Ports["admin"].ShouldBe(DeployFiles.Ports(environment["Admin__Urls"]).Single());
        gateway.Ports.Values.ShouldBe(gateway.Image.Ports, ignoreOrder: true);
    }

    [Theory]
    [MemberData(nameof(Processes))]
    public void Probes_AskPathsThatAreServed(string process)
    {
        var workload = new DeployWorkload(process);
        using var app = DeploySettings.Build([]);
        var paths = process == "silo" ? DeploySettings.SiloPaths : DeploySettings.GatewayPaths(app);

        foreach (var (probe, path) in new[] { ("startupProbe", "/health"), ("livenessProbe", "/health"), ("readinessProbe", "/ready") })
        {
            var get = workload.Container[probe]["httpGet"];
            get["path"].Text.ShouldBe(path);
            paths.ShouldContain(path);
            workload.Ports.Keys.ShouldContain(get["port"].Text);
        }
    }

    [Theory]
    [InlineData("gateway", "admin")]
    [InlineData("silo", "health")]
    public void Metrics_AreScrapedWhereTheyAreServed(string process, string port)
    {
        var workload = new DeployWorkload(process);
        var annotations = workload.Deployment.At("spec/template/metadata/annotations");
        using var app = DeploySettings.Build([]);

        annotations["prometheus.io/scrape"].Text.ShouldBe("true");
        annotations["prometheus.io/port"].Text.ShouldBe(workload.Ports[port]);
        (process == "silo" ? DeploySettings.SiloPaths : DeploySettings.GatewayPaths(app)).ShouldContain(annotations["prometheus.io/path"].Text);
    }

    [Theory]
    [MemberData(nameof(Processes))]
    public void GracePeriod_IsLongerThanTheDrain(string process)
    {
        var workload = new DeployWorkload(process);
        using var app = DeploySettings.Build(workload.Environment);
        var host = process == "silo" ? new HostOptions().ShutdownTimeout : app.Services.GetRequiredService<IOptions<HostOptions>>().Value.ShutdownTimeout;
        var drain = DeploySettings.GatewayTime("Gateway:DrainTimeout", workload.Environment);

        var wait = TimeSpan.FromSeconds(workload.Container.At("lifecycle/preStop/sleep/seconds").Number);
        TimeSpan.FromSeconds(workload.Pod["terminationGracePeriodSeconds"].Number).ShouldBeGreaterThan(wait + (host > drain ? host : drain));
    }

    [Theory]
    [MemberData(nameof(Processes))]
    public void Rollout_TakesNobodyAwayBeforeASuccessorIsReady(string process)
    {
        var spec = new DeployWorkload(process).Deployment["spec"];

        spec.At("strategy/rollingUpdate/maxUnavailable").Text.ShouldBe("0");
        spec.At("strategy/rollingUpdate/maxSurge").Text.ShouldBe("1");
        spec["replicas"].Exists.ShouldBeFalse("the autoscaler decides; a number here would undo it with every rollout");
        spec.At("template/spec/topologySpreadConstraints").Items.Select(constraint => constraint["topologyKey"].Text)
            .ShouldBe(["kubernetes.io/hostname", "topology.kubernetes.io/zone"]);
    }

    [Theory]
    [MemberData(nameof(Processes))]
    public void Pod_IsRestricted(string process)
    {
        var workload = new DeployWorkload(process);
        var context = workload.Container["securityContext"];

        workload.Pod.At("securityContext/runAsNonRoot").Text.ShouldBe("true");
        workload.Pod.At("securityContext/runAsUser").Number.ShouldBeGreaterThan(0);
        workload.Pod.At("securityContext/seccompProfile/type").Text.ShouldBe("RuntimeDefault");
        workload.Pod["automountServiceAccountToken"].Text.ShouldBe("false");
        context["allowPrivilegeEscalation"].Text.ShouldBe("false");
        context["readOnlyRootFilesystem"].Text.ShouldBe("true");
        context.At("capabilities/drop").Texts.ShouldBe(["ALL"]);
        workload.Container.At("resources/requests").Keys.ShouldBe(["cpu", "memory"], ignoreOrder: true);
        workload.Container.At("resources/limits/memory").Exists.ShouldBeTrue();
    }
}
