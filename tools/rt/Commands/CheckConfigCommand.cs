using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using Orleans.Realtime.Cli.Configuration;
using Orleans.Realtime.Cli.Terminals;

namespace Orleans.Realtime.Cli.Commands;

/// <summary><c>rt check-config</c>: whether a server would start with a configuration, and do what is meant by it.</summary>
internal sealed class CheckConfigCommand : ToolCommand
{
    private readonly Argument<string[]> _files = new("file")
    {
        Description = "appsettings.json, or lines Name=Value as of an env file; each overrides those before it",
        Arity = ArgumentArity.ZeroOrMore,
    };

    private readonly Option<bool> _env = new("--env") { Description = "The environment variables of this shell, over the files; the default when no file is given" };
    private readonly Option<ServerKind> _process = new("--process", "-p")
    {
        HelpName = "embedded|gateway|silo",
        Description = "Whose configuration it is. Default: embedded",
        CustomParser = result =>
        {
            if (Enum.TryParse<ServerKind>(result.Tokens[0].Value, ignoreCase: true, out var kind) && Enum.IsDefined(kind))
            {
                return kind;
            }

            result.AddError($"'{result.Tokens[0].Value}' is no process: write --process embedded, gateway or silo");
            return default;
        },
    };

    private readonly Option<bool> _probe = new("--probe") { Description = "Also ask the Redis that is configured: version, append-only file, maxmemory-policy" };
    private readonly Option<bool> _json = new("--json") { Description = "One finding a line as JSON: severity, key, value, source, message" };

    public CheckConfigCommand(Terminal terminal)
        : base("check-config", "Check a configuration as a server does at its start, without starting one.", terminal)
    {
        Examples =
        [
            new("rt check-config appsettings.json", "Every fault of the file, as the embedded server would see it."),
            new("rt check-config production.env --process gateway", "The variables of a container."),
            new("rt check-config --env --process silo --probe", "What a silo started from this shell would read, and its Redis."),
        ];
        Remarks =
            """
            It runs the options and validators of the servers of this version: whatever stops a server's start is an error. What a server passes over in silence is a
            warning: keys that nobody reads, with the nearest name that somebody does, and times that mean days. Secrets are masked. Files of keys are looked for from here.
            Exit code: 0 without errors, 1 with, 2 where a file cannot be read, 3 when --probe does not reach Redis.
            """;
        Add(_files);
        Add(_env);
        Add(_process);
        Add(_probe);
        Add(_json);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var files = parsed.GetValue(_files) ?? [];
        var kind = parsed.GetValue(_process);
        var settings = Settings.Read(files, files.Length == 0 || parsed.GetValue(_env) ? Terminal.Variables : null);
        var findings = new ConfigurationCheck(kind, settings).Run().ToList();
        ToolException? unreachable = null;
        if (parsed.GetValue(_probe))
        {
            unreachable = await ProbeAsync(settings, findings, cancellationToken);
        }

        findings.ForEach(parsed.GetValue(_json) ? WriteJson : Write);
        var errors = findings.Count(finding => finding.Severity == Severity.Error);
        var warnings = findings.Count(finding => finding.Severity == Severity.Warning);
        var process = kind == ServerKind.Embedded ? "An embedded server" : $"A {kind.ToString().ToLowerInvariant()}";
        Terminal.Note(errors == 0
            ? $"[green]{process} starts with this configuration[/]: {Words.Many(warnings, "warning")}."
            : $"[red]{process} does not start with this configuration[/]: {Words.Many(errors, "error")}, {Words.Many(warnings, "warning")}.");
        return errors > 0 ? ExitCode.Failed : unreachable is null ? ExitCode.Ok : throw unreachable;
    }

    private static async Task<ToolException?> ProbeAsync(Settings settings, List<Finding> findings, CancellationToken cancellationToken)
    {
        var redis = ConfigurationCheck.RedisOf(settings);
        if (redis is null)
        {
            findings.Add(new Finding(Severity.Note, "ConnectionStrings:Redis", null, null, "is not set: there is no Redis to ask."));
        }
        else if (RedisProbe.FaultOf(redis) is null)
        {
            try
            {
                findings.AddRange(await RedisProbe.RunAsync(redis, cancellationToken));
            }
            catch (ToolException fault)
            {
                return fault;
            }
        }

        return null;
    }

    private void Write(Finding finding)
    {
        var (word, colour) = finding.Severity switch
        {
            Severity.Error => ("error", "red"),
            Severity.Warning => ("warning", "yellow"),
            _ => ("note", "grey"),
        };
        var source = finding.Source is null ? string.Empty : $" [grey]({Words.Safe(finding.Source)})[/]";
        Terminal.Line($"[{colour}]{word,-7}[/] [bold]{Words.Safe(finding.Key)}[/] {Words.Safe(finding.Message)}{source}");
    }

    private void WriteJson(Finding finding) => Terminal.Raw(new JsonObject
    {
        ["severity"] = finding.Severity.ToString().ToLowerInvariant(),
        ["key"] = finding.Key,
        ["value"] = finding.Value,
        ["source"] = finding.Source,
        ["message"] = finding.Message,
    }.ToJsonString(JsonSerializerOptions.Default));
}
