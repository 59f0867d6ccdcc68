using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Threading.Channels;
using Orleans.Realtime.Cluster.Tests.Support;
using Orleans.Realtime.Tests.Shared;

namespace Orleans.Realtime.Cluster.Tests.Documentation;

/// <summary>
/// Does what a page tells its reader to do, on a running server, and looks whether what it shows is what comes.
/// <list type="bullet">
/// <item><c>```sh</c>: commands, typed into one shell. <c>./run.sh</c> starts the server, <c>npx wscat -c …</c> opens a socket, named after its user or as the word <c>as=NAME</c> behind the
/// language says. A comment behind a command that begins as JSON does, or is a number, is what the command answers.</item>
/// <item><c>```wscat NAME</c>: what one sees in that socket's terminal. <c>&gt;</c> is typed, <c>&lt;</c> comes (a run of these in any order), <c>^C</c> ends the socket without a word,
/// <c>Disconnected (code: …</c> is the server's close.</item>
/// <item><c>```sh by-hand</c> is for commands that no test runs.</item>
/// </list>
/// </summary>
internal sealed partial class Walkthrough(MarkdownPage page, params (string Name, string Value)[] settings) : IAsyncDisposable
{
    private const string PageAddress = "127.0.0.1:8080";

    /// <summary>They come when they come; a page need not show them.</summary>
    private static readonly HashSet<string> Passing = new(StringComparer.Ordinal) { "presence", "connected" };

    private readonly Dictionary<string, TestClient> _clients = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _names = new(StringComparer.Ordinal);
    private readonly Shell _shell = Shell.Start();
    private EmbeddedServer? _server;

    /// <summary>How many commands were run and frames compared.</summary>
    public int Steps { get; private set; }

    public async Task PlayAsync()
    {
        page.Prose.Where(line => line.Text.Contains("`{\"type\":", StringComparison.Ordinal)).Select(line => line.Line).ShouldBeEmpty("frames stand in blocks, where they are tried");
        foreach (var block in page.Blocks)
        {
            var line = block.Line;
            try
            {
                switch (block.Language)
                {
                    case "sh" when block.Words is ["by-hand"]:
                        break;
                    case "sh":
                        await RunAsync(block);
                        break;
                    case "wscat":
                        await TalkAsync(block);
                        break;
                    default:
                        block.Language.ShouldBeOneOf("mermaid", "text", "csharp", "yaml", "console", "js");
                        break;
                }
            }
            catch (Exception exception) when (exception is not OutOfMemoryException)
            {
                throw new InvalidOperationException($"{Path.GetFileName(page.File)}, the block at line {line}: {exception.Message}", exception);
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var client in _clients.Values)
        {
            await client.DisposeAsync();
        }

        await _shell.DisposeAsync();
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }
    }

    private async Task RunAsync(MarkdownPage.Block block)
    {
        var output = string.Empty;
        var compared = true;
        var command = new StringBuilder();
        foreach (var line in block.Lines)
        {
            if (command.Length == 0 && line.StartsWith('#'))
            {
                if (Answer().Match(line) is { Success: true } answer)
                {
                    compared = true;
                    Compare(answer.Groups[1].Value, output);
                }

                continue;
            }

            command.Append(command.Length > 0 ? "\n" : string.Empty).Append(line);
            var text = command.ToString();
            if (GoesOn(text))
            {
                continue;
            }

            command.Clear();
            if (!string.IsNullOrWhiteSpace(text))
            {
                compared.ShouldBeTrue("the answer before '" + text + "' is a refusal that the page does not show: " + output);
                output = await ExecuteAsync(text, block);
                compared = !output.Contains("\"code\":\"", StringComparison.Ordinal);
            }
        }

        compared.ShouldBeTrue("a refusal that the page does not show: " + output);
    }

    private static bool GoesOn(string command) =>
        command.EndsWith('\\') || command.Count(character => character == '\'') % 2 == 1 || (Function().IsMatch(command) && !command.EndsWith("\n}", StringComparison.Ordinal));

    private async Task<string> ExecuteAsync(string command, MarkdownPage.Block block)
    {
        Steps++;
        if (Start().Match(command) is { Success: true } start)
        {
            await StartAsync(start.Groups["settings"].Value);
            return string.Empty;
        }

        if (_server is null)
        {
            await StartAsync(string.Empty);
        }

        command.ShouldNotStartWith("./", customMessage: "mark what is not for a test as by-hand");
        var real = JsonExample.Substitute(command, _names).Replace(PageAddress, _server!.Address.Authority, StringComparison.Ordinal);
        if (Socket().Match(real) is { Success: true } socket)
        {
            var address = await _shell.RunAsync("printf '%s' " + socket.Groups["address"].Value);
            var client = await TestClient.ConnectAsync(new Uri(address));
            var name = block.Words is [var word, ..] && word.StartsWith("as=", StringComparison.Ordinal) ? word[3..] : client.Connected["user_id"]!.GetValue<string>();
            if (_clients.Remove(name, out var before))
            {
                await before.DisposeAsync();
            }

            _clients.Add(name, client);
            return string.Empty;
        }

        return await _shell.RunAsync(real);
    }

    private async Task StartAsync(string environment)
    {
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }

        var pairs = Setting().Matches(environment).Select(match => (match.Groups["name"].Value.Replace("__", ":", StringComparison.Ordinal), match.Groups["value"].Value.Trim('\'')));
        _server = await EmbeddedServer.StartAsync([("Gateway:InstanceId", "gw-1"), .. settings, .. pairs]);
    }

    private async Task TalkAsync(MarkdownPage.Block block)
    {
        var client = _clients[block.Words.ShouldHaveSingleItem()];
        var expected = new List<string>();
        foreach (var line in block.Lines.Append("# the end"))
        {
            if (line.StartsWith("< ", StringComparison.Ordinal))
            {
                expected.Add(line[2..]);
                continue;
            }

            await ReceiveAsync(client, expected);
            if (line.StartsWith("> ", StringComparison.Ordinal))
            {
                Steps++;
                await client.SendAsync(JsonExample.Substitute(line[2..], _names));
            }
            else if (line == "^C")
            {
                client.Abort();
            }
            else if (Disconnected().Match(line) is { Success: true } close)
            {
                Steps++;
                (await client.WaitForCloseAsync()).ToString(System.Globalization.CultureInfo.InvariantCulture).ShouldBe(close.Groups["code"].Value);
                JsonExample.Parse(close.Groups["reason"].Value).Matches(JsonSerializer.SerializeToElement(client.CloseReason), _names, out var difference).ShouldBeTrue(difference);
            }
            else
            {
                (line.Length == 0 || line.StartsWith('#')).ShouldBeTrue("not understood: " + line);
            }
        }
    }

    /// <summary>Takes frames until each of those that the page shows has come; nothing else may come in between.</summary>
    private async Task ReceiveAsync(TestClient client, List<string> expected)
    {
        if (expected.Count > 0 && expected[0].StartsWith("{\"type\":\"connected\"", StringComparison.Ordinal))
        {
            Compare(expected[0], client.Connected.ToJsonString());
            expected.RemoveAt(0);
        }

        while (expected.Count > 0)
        {
            string text;
            try
            {
                text = await client.ReceiveTextAsync();
            }
            catch (Exception exception) when (exception is TimeoutException or ChannelClosedException)
            {
                throw new InvalidOperationException("This frame did not come: " + expected[0], exception);
            }

            using var frame = JsonDocument.Parse(text);
            var differences = new List<string>();
            var found = expected.FindIndex(example =>
            {
                var same = JsonExample.Parse(example).Matches(frame.RootElement, _names, out var difference);
                differences.Add(difference);
                return same;
            });
            if (found >= 0)
            {
                Steps++;
                expected.RemoveAt(found);
            }
            else if (!Passing.Contains(frame.RootElement.GetProperty("type").GetString()!))
            {
                throw new InvalidOperationException($"This frame came: {text}\nThe page shows: {string.Join('\n', expected)}\n{string.Join('\n', differences)}");
            }
        }
    }

    private void Compare(string example, string actual)
    {
        Steps++;
        actual.ShouldNotBeEmpty("no answer, where the page shows " + example);
        using var answer = JsonDocument.Parse(actual);
        JsonExample.Parse(example).Matches(answer.RootElement, _names, out var difference).ShouldBeTrue($"{difference}\nThe answer: {actual}\nThe page: {example}");
    }

    [GeneratedRegex(@"^# ?([\[{]""?.*|[\[{]…?.*|\d+)$")]
    private static partial Regex Answer();

    [GeneratedRegex(@"^(?<settings>(?:\w+=(?:'[^']*'|\S+) +)*)\./run\.sh(?! --cluster)")]
    private static partial Regex Start();

    [GeneratedRegex(@"(?<name>\w+__\w+)=(?<value>'[^']*'|\S+)")]
    private static partial Regex Setting();

    [GeneratedRegex(@"^\w+\(\) \{$|^\w+\(\) \{\n")]
    private static partial Regex Function();

    [GeneratedRegex("^npx wscat -c (?<address>'[^']*'|\"[^\"]*\")")]
    private static partial Regex Socket();

    [GeneratedRegex(@"^Disconnected \(code: (?<code>\d+), reason: (?<reason>"".*"")\)$")]
    private static partial Regex Disconnected();
}
