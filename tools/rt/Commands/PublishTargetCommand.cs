using System.CommandLine;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Orleans.Realtime.Cli.Connections;
using Orleans.Realtime.Cli.Messages;
using Orleans.Realtime.Cli.Terminals;
using Orleans.Realtime.Client;

namespace Orleans.Realtime.Cli.Commands;

/// <summary><c>rt publish room</c> and its siblings.</summary>
internal sealed class PublishTargetCommand : ToolCommand
{
    private const string Input = "-";

    private readonly PublishTarget _target;
    private readonly CallerOptions _caller;
    private readonly PublishOptions _options;
    private readonly Argument<string>? _name;
    private readonly Argument<string> _data = new("data") { Description = "The message as JSON, or a text with --text; - for one message a line of standard input" };

    public PublishTargetCommand(PublishTarget target, CallerOptions caller, PublishOptions options, Terminal terminal)
        : base(target.Name, target.Description, terminal)
    {
        (_target, _caller, _options) = (target, caller, options);
        var place = target.Target is null ? string.Empty : $" {Sample(target.Name)}";
        Examples =
        [
            new($"rt publish {target.Name}{place} '{{\"n\":1}}'", "One message."),
            new($"rt publish {target.Name}{place} - --text < lines.txt", "One for each line of a file."),
        ];
        if (target.Target is not null)
        {
            _name = new Argument<string>(target.Target) { Description = target.TargetDescription };
            Add(_name);
        }

        Add(_data);
        SetAction(RunAsync);
    }

    private static string Sample(string target) => target switch
    {
        "room" => "lobby",
        "group" => "team",
        "stream" => "orders",
        _ => "carol",
    };

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var caller = _caller.Read(parsed, Terminal);
        var name = _name is null ? string.Empty : parsed.GetRequiredValue(_name);
        var text = parsed.GetRequiredValue(_data);
        var isText = parsed.GetValue(_options.Text);
        var id = parsed.GetValue(_options.Id);
        var window = parsed.GetValue(_options.Window);
        var messages = text == Input ? LinesAsync(isText, id, cancellationToken) : OneAsync(Payloads.Read(text, isText, "the message"), id);

        var options = Connector.Options(caller);
        options.Queue.Timeout = TimeSpan.FromSeconds(parsed.GetValue(_options.Timeout));
        options.Queue.MaxInFlight = Math.Max(options.Queue.MaxInFlight, window);
        options.Queue.MaxInFlightPerTarget = window;
        await using var client = new RealtimeClient(options);
        await Connector.OpenAsync(client, caller, cancellationToken);
        using var progress = new PublishProgress(Terminal, TimeProvider.System, isVisible: text == Input && (parsed.GetValue(_options.Quiet) || !Terminal.OutIsTerminal));
        void Acknowledged(Receipt receipt)
        {
            progress.Add(receipt);
            if (!parsed.GetValue(_options.Quiet))
            {
                Terminal.Raw(parsed.GetValue(_options.Json) ? receipt.Json.ToJsonString(JsonSerializerOptions.Default) : receipt.Text);
            }
        }

        // A little more than what may be under way, so that the next is there when one is acknowledged.
        var publisher = new Publisher((data, key, token) => _target.SendAsync(client, name, data, key, token), ahead: Math.Min(500, window + 16));
        try
        {
            await publisher.RunAsync(messages, Acknowledged, cancellationToken);
        }
        catch (RealtimeClientException fault)
        {
            progress.Clear();
            var tool = Faults.Of(fault, caller);
            throw text == Input ? new ToolException(tool.ExitCode, $"{tool.Message} {Words.Many(progress.Count, "message")} before it {(progress.Count == 1 ? "was" : "were")} acknowledged.") : tool;
        }

        if (text == Input)
        {
            progress.Summarize();
        }

        return ExitCode.Ok;
    }

    private static async IAsyncEnumerable<(JsonPayload Data, string? Id)> OneAsync(JsonPayload data, string? id)
    {
        yield return (data, id);
        await Task.CompletedTask;
    }

    private async IAsyncEnumerable<(JsonPayload Data, string? Id)> LinesAsync(bool isText, string? id, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var number = 0;
        await foreach (var line in InputLines.ReadAsync(Terminal.In, cancellationToken))
        {
            number++;
            if (line.Length > 0 || isText)
            {
                yield return (Payloads.Read(line, isText, string.Create(CultureInfo.InvariantCulture, $"line {number}")), id is null ? null : string.Create(CultureInfo.InvariantCulture, $"{id}-{number}"));
            }
        }
    }
}
