using System.Globalization;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;
using YamlDotNet.Serialization;

namespace Orleans.Realtime.Architecture.Tests;

/// <summary>A place in a YAML document; a place that does not exist is empty, and has no places in it.</summary>
internal sealed class DeployNode(object? value)
{
    /// <summary>The text of a scalar; empty where there is none.</summary>
    public string Text => value as string ?? string.Empty;

    /// <summary>The number that a scalar is.</summary>
    public int Number => int.Parse(Text, CultureInfo.InvariantCulture);

    /// <summary>Whether there is anything.</summary>
    public bool Exists => value is not null;

    /// <summary>The items of a sequence.</summary>
    public IReadOnlyList<DeployNode> Items => value is List<object?> list ? [.. list.Select(item => new DeployNode(item))] : [];

    /// <summary>The texts of a sequence of scalars, or the keys of a mapping.</summary>
    public IReadOnlyList<string> Texts => value is List<object?> list ? [.. list.OfType<string>()] : Keys;

    /// <summary>The keys of a mapping.</summary>
    public IReadOnlyList<string> Keys => value is Dictionary<object, object?> map ? [.. map.Keys.Cast<string>()] : [];

    /// <summary>A mapping of scalars.</summary>
    public Dictionary<string, string> Pairs => Keys.ToDictionary(key => key, key => this[key].Text, StringComparer.Ordinal);

    /// <summary>What a mapping holds under a key.</summary>
    public DeployNode this[string key] => new((value as Dictionary<object, object?>)?.GetValueOrDefault(key));

    /// <summary>What is found along a path of keys, separated by slashes.</summary>
    public DeployNode At(string path) => path.Split('/').Aggregate(this, (node, key) => node[key]);

    /// <summary>Everything that any mapping in here holds under a key.</summary>
    public IEnumerable<DeployNode> Everywhere(string key) =>
        Keys.Where(name => name == key).Select(name => this[name])
            .Concat(Keys.Select(name => this[name]).Concat(Items).SelectMany(node => node.Everywhere(key)));

    /// <summary>The documents of a file below <c>deploy/</c>.</summary>
    public static IReadOnlyList<DeployNode> Load(string file)
    {
        var parser = new MergingParser(new Parser(new StringReader(DeployFiles.Read(file))));
        var deserializer = new DeserializerBuilder().Build();
        var documents = new List<DeployNode>();
        parser.Consume<StreamStart>();
        while (parser.TryConsume<DocumentStart>(out _))
        {
            documents.Add(new DeployNode(deserializer.Deserialize(parser)));
            parser.TryConsume<DocumentEnd>(out _);
        }

        return documents;
    }
}
