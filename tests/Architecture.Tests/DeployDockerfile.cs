using System.Text.RegularExpressions;

namespace Orleans.Realtime.Architecture.Tests;

/// <summary>What a Dockerfile says, instruction by instruction.</summary>
internal sealed partial class DeployDockerfile
{
    private readonly List<(string Name, string Arguments)> _instructions;

    public DeployDockerfile(string file)
    {
        var lines = DeployFiles.Read(file).Split('\n').Where(line => !line.StartsWith('#') && line.Length > 0);
        _instructions = [.. string.Join('\n', lines).Replace("\\\n", " ", StringComparison.Ordinal).Split('\n').Select(line => line.Split(' ', 2)).Select(parts => (parts[0], parts[1].Trim()))];
    }

    /// <summary>The arguments of every instruction of a name.</summary>
    public IEnumerable<string> All(string instruction) => _instructions.Where(entry => entry.Name == instruction).Select(entry => entry.Arguments);

    /// <summary>What it copies out of the repository.</summary>
    public IEnumerable<string> Sources => All("COPY").Where(arguments => !arguments.StartsWith("--", StringComparison.Ordinal)).SelectMany(arguments => arguments.Split(' ')[..^1]);

    /// <summary>What it copies before it restores.</summary>
    public IEnumerable<string> SourcesOfRestore
    {
        get
        {
            var restore = _instructions.FindIndex(entry => entry.Name == "RUN" && entry.Arguments.StartsWith("dotnet restore", StringComparison.Ordinal));
            return _instructions.Take(restore).Where(entry => entry.Name == "COPY").SelectMany(entry => entry.Arguments.Split(' ')[..^1]);
        }
    }

    /// <summary>The environment of the image.</summary>
    public Dictionary<string, string> Environment => All("ENV").SelectMany(arguments => Pair().Matches(arguments)).ToDictionary(match => match.Groups[1].Value, match => match.Groups[2].Value.Trim('"'), StringComparer.Ordinal);

    /// <summary>The ports that it names.</summary>
    public IEnumerable<string> Ports => All("EXPOSE").SelectMany(arguments => arguments.Split(' '));

    [GeneratedRegex(@"(\S+?)=(\S+)")]
    private static partial Regex Pair();
}
