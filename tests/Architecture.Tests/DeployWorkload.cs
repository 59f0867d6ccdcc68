namespace Orleans.Realtime.Architecture.Tests;

/// <summary>A Deployment of the base: silo or gateway.</summary>
internal sealed class DeployWorkload(string process)
{
    /// <summary>All objects of the base.</summary>
    public static IReadOnlyList<DeployNode> Base { get; } =
        [.. DeployFiles.In("k8s/base").Where(file => file.EndsWith(".yaml", StringComparison.Ordinal)).Order(StringComparer.Ordinal).SelectMany(file => DeployNode.Load("k8s/base/" + file))];

    /// <summary>The base's kustomization.</summary>
    public static DeployNode Kustomization { get; } = DeployNode.Load("k8s/base/kustomization.yaml").Single();

    public DeployNode Deployment { get; } = Base.Single(node => node["kind"].Text == "Deployment" && node.At("metadata/name").Text == "realtime-" + process);

    public DeployNode Pod => Deployment.At("spec/template/spec");

    public DeployNode Container => Pod["containers"].Items.Single();

    public IReadOnlyDictionary<string, string> Labels => Deployment.At("spec/template/metadata/labels").Pairs;

    /// <summary>Port numbers by name.</summary>
    public Dictionary<string, string> Ports => Container["ports"].Items.ToDictionary(port => port["name"].Text, port => port["containerPort"].Text, StringComparer.Ordinal);

    public DeployDockerfile Image { get; } = new("Dockerfile." + process);

    public IReadOnlySet<string> Known { get; } = process == "silo" ? DeploySettings.Silo : DeploySettings.Gateway;

    /// <summary>The environment of the container: the image's, then the ConfigMaps', then its own; what only the cluster knows is made up.</summary>
    public Dictionary<string, string> Environment
    {
        get
        {
            var result = Image.Environment;
            var maps = Container["envFrom"].Items.Select(source => source.At("configMapRef/name").Text);
            foreach (var (name, value) in maps.SelectMany(ConfigMap).Concat(Container["env"].Items.Select(variable => new KeyValuePair<string, string>(variable["name"].Text, Value(variable)))))
            {
                result[name] = value;
            }

            return result;
        }
    }

    /// <summary>The keys of the ConfigMap that the kustomization generates.</summary>
    public static Dictionary<string, string> ConfigMap(string name)
    {
        var generator = Kustomization["configMapGenerator"].Items.SingleOrDefault(map => map["name"].Text == name)
            ?? throw new InvalidOperationException($"No ConfigMap '{name}' is generated.");
        return generator["envs"].Texts.SelectMany(file => DeployFiles.Environment("k8s/base/" + file)).ToDictionary(StringComparer.Ordinal);
    }

    private static string Value(DeployNode variable) => variable.At("valueFrom/fieldRef/fieldPath").Text switch
    {
        "status.podIP" => "10.0.0.1",
        "metadata.name" => "realtime-gateway-7d9c5f6b8-x2x4z",
        "" when variable.At("valueFrom/secretKeyRef").Exists => new string('s', 64),
        "" => variable["value"].Text,
        var other => throw new InvalidOperationException($"Field '{other}' is unknown here."),
    };
}
