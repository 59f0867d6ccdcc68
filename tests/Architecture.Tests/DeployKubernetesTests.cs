namespace Orleans.Realtime.Architecture.Tests;

/// <summary>The objects of deploy/k8s refer to each other, and to secrets that the operations page tells to make.</summary>
public sealed class DeployKubernetesTests
{
    private static readonly string[] Elsewhere = ["6379", "53"];
    private static readonly List<DeployWorkload> Workloads = [new("silo"), new("gateway")];

    [Theory]
    [InlineData("k8s/base")]
    [InlineData("k8s/overlays/example")]
    public void Kustomization_NamesEveryFile(string folder)
    {
        var kustomization = DeployNode.Load(folder + "/kustomization.yaml").Single();
        var named = kustomization["resources"].Texts.Where(resource => !resource.StartsWith("..", StringComparison.Ordinal))
            .Concat(kustomization["patches"].Items.Select(patch => patch["path"].Text))
            .Concat(kustomization["configMapGenerator"].Items.SelectMany(generator => generator["envs"].Texts));

        named.Append("kustomization.yaml").ShouldBe(DeployFiles.In(folder), ignoreOrder: true);
    }

    [Fact]
    public void Secrets_AreReferencesThatThePageExplains()
    {
        DeployWorkload.Base.ShouldNotContain(node => node["kind"].Text == "Secret");
        foreach (var reference in DeployWorkload.Base.SelectMany(node => node.Everywhere("secretKeyRef")))
        {
            DeployFiles.OperationsPage.ShouldMatch($@"create secret generic {reference["name"].Text}\b[^`]*--from-literal={reference["key"].Text}=");
        }
    }

    [Fact]
    public void Overlay_ChangesOnlyOptionsThatTheProcessReads()
    {
        foreach (var generator in DeployNode.Load("k8s/overlays/example/kustomization.yaml").Single()["configMapGenerator"].Items)
        {
            DeployWorkload.ConfigMap(generator["name"].Text).ShouldNotBeEmpty();
            var literals = generator["literals"].Texts.Select(literal => literal.Split('=', 2)).ToDictionary(pair => pair[0], pair => pair[1], StringComparer.Ordinal);
            DeploySettings.Unknown(literals.Keys, generator["name"].Text == "realtime-silo" ? DeploySettings.Silo : DeploySettings.Gateway).ShouldBeEmpty();

            using var app = DeploySettings.Build(literals);
            Should.NotThrow(() => DeploySettings.Validate(app));
        }
    }

    [Fact]
    public void Images_AreThoseOfCompose_AndOfThisVersion()
    {
        var compose = DeployNode.Load("compose.yaml").Single()["services"];
        var images = Workloads.Select(workload => workload.Container["image"].Text).ToList();

        images.ShouldBe(compose.Keys.Select(name => compose[name]).Where(service => service["build"].Exists).Select(service => service["image"].Text.Split(':')[0]).Distinct(StringComparer.Ordinal), ignoreOrder: true);
        foreach (var folder in new[] { "k8s/base", "k8s/overlays/example" })
        {
            var chosen = DeployNode.Load(folder + "/kustomization.yaml").Single()["images"].Items;
            chosen.Select(image => image["name"].Text).ShouldBe(images, ignoreOrder: true);
            chosen.ShouldAllBe(image => image["newTag"].Text == DeployFiles.Version);
        }
    }

    [Fact]
    public void Selectors_FindTheirPods()
    {
        var selectors = DeployWorkload.Base.SelectMany(node => new[] { node.At("spec/selector"), node.At("spec/podSelector") })
            .Concat(DeployWorkload.Base.SelectMany(node => node.Everywhere("labelSelector")))
            .Concat(DeployWorkload.Base.SelectMany(node => node.Everywhere("podSelector")))
            .Where(selector => selector.Exists);

        foreach (var selector in selectors)
        {
            var labels = selector["matchLabels"].Exists ? selector["matchLabels"].Pairs : selector["matchExpressions"].Exists ? [] : selector.Pairs;
            (Workloads.Exists(workload => labels.All(workload.Labels.Contains)) || labels.ContainsKey("orleans-realtime/client")).ShouldBeTrue(string.Join(',', labels));
        }

        foreach (var expression in DeployWorkload.Base.SelectMany(node => node.Everywhere("matchExpressions")).SelectMany(node => node.Items))
        {
            expression["values"].Texts.ShouldBe(Workloads.Select(workload => workload.Labels[expression["key"].Text]));
        }
    }

    [Fact]
    public void Services_LeadToPortsOfTheirPods()
    {
        foreach (var service in DeployWorkload.Base.Where(node => node["kind"].Text == "Service"))
        {
            var workload = Workloads.Single(workload => service.At("spec/selector").Pairs.All(workload.Labels.Contains));
            service.At("spec/ports").Items.Select(port => port["targetPort"].Text).ShouldBeSubsetOf(workload.Ports.Keys);
        }
    }

    [Fact]
    public void NetworkPolicies_NamePortsThatExist()
    {
        var numbers = Workloads.SelectMany(workload => workload.Ports.Values).Concat(Elsewhere);
        foreach (var policy in DeployWorkload.Base.Where(node => node["kind"].Text == "NetworkPolicy"))
        {
            policy.At("spec/egress").Items.SelectMany(rule => rule["ports"].Items).Select(port => port["port"].Text).ShouldBeSubsetOf(numbers);
            var named = policy.At("spec/ingress").Items.SelectMany(rule => rule["ports"].Items).Select(port => port["port"].Text).ToList();
            if (named.Count > 0)
            {
                named.ShouldBe(Workloads.Single(workload => policy.At("spec/podSelector/matchLabels").Pairs.All(workload.Labels.Contains)).Ports.Keys, ignoreOrder: true);
            }
        }
    }

    [Fact]
    public void Autoscalers_ScaleWhatExistsByWhatIsMeasured()
    {
        var scalers = DeployWorkload.Base.Where(node => node["kind"].Text == "HorizontalPodAutoscaler").ToList();

        scalers.Select(scaler => scaler.At("spec/scaleTargetRef/name").Text).ShouldBe(Workloads.Select(workload => workload.Deployment.At("metadata/name").Text), ignoreOrder: true);
        scalers.ShouldAllBe(scaler => scaler.At("spec/minReplicas").Number >= 2);
        scalers.SelectMany(scaler => scaler.At("spec/metrics").Items).Select(metric => metric.At("pods/metric/name").Text).Where(name => name.Length > 0)
            .ShouldBeSubsetOf(DeployMetrics.Names);
    }

    [Fact]
    public void EveryWorkload_HasABudgetAnAccountAndAPolicy()
    {
        foreach (var kind in new[] { "PodDisruptionBudget", "ServiceAccount", "NetworkPolicy", "HorizontalPodAutoscaler", "Service" })
        {
            var names = DeployWorkload.Base.Where(node => node["kind"].Text == kind).Select(node => node.At("metadata/name").Text).ToList();
            Workloads.Select(workload => workload.Deployment.At("metadata/name").Text).ShouldBeSubsetOf(names, kind);
        }

        Workloads.ShouldAllBe(workload => workload.Pod["serviceAccountName"].Text == workload.Deployment.At("metadata/name").Text);
    }
}
