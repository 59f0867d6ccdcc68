using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Orleans.Realtime.Cli.Connections;
using Orleans.Realtime.Cli.Terminals;
using Orleans.Realtime.Client;

namespace Orleans.Realtime.Cli.Connect;

/// <summary>What somebody types into <c>rt connect</c>, and what it does.</summary>
/// <param name="client">What sends.</param>
/// <param name="raw">What sends frames as they are.</param>
/// <param name="joined">The rooms that were joined here.</param>
/// <param name="caller">Who one is.</param>
/// <param name="terminal">Where it is typed.</param>
[SuppressMessage("Design", "CA1001", Justification = "A semaphore without a wait handle holds nothing but memory, and what was sent may still be answered.")]
internal sealed class ConnectSession(RealtimeClient client, RawFrames raw, ConcurrentDictionary<string, bool> joined, Caller caller, Terminal terminal)
{
    private const int MaxPending = 256;

    /// <summary>What <c>/help</c> prints.</summary>
    public const string Help =
        """
        text                    to the current room; //text for one that begins with a slash
        /join ROOM              subscribe to a room, and make it the current one
        /leave [ROOM]           unsubscribe from it, or from the current one
        /group GROUP text       to a group
        /private USER text      to the private conversation with a user
        /raw {"type":…}         a frame of your own, as it is; what answers it is printed as it is
        /quit                   end
        """;

    private readonly SemaphoreSlim _pending = new(MaxPending, MaxPending);
    private string? _room;

    /// <summary>The first failure of something that was sent; null when there was none.</summary>
    public ToolException? Failure { get; private set; }

    /// <summary>Takes lines until they end, or one says so; whether one did.</summary>
    public async Task<bool> RunAsync(CancellationToken cancellationToken)
    {
        var hasQuit = false;
        await foreach (var line in InputLines.ReadAsync(terminal.In, cancellationToken))
        {
            if (!await TakeAsync(line, cancellationToken))
            {
                hasQuit = true;
                break;
            }
        }

        // What was typed is acknowledged before it ends.
        for (var i = 0; i < MaxPending; i++)
        {
            await _pending.WaitAsync(cancellationToken);
        }

        return hasQuit;
    }

    private async Task<bool> TakeAsync(string line, CancellationToken cancellationToken)
    {
        if (line.Length == 0)
        {
            return true;
        }

        if (line[0] != '/' || line.StartsWith("//", StringComparison.Ordinal))
        {
            var text = line[0] == '/' ? line[1..] : line;
            await SendAsync(_room is null ? null : token => client.PublishAsync(_room, text, cancellationToken: token), "there is no room yet: /join ROOM", cancellationToken);
            return true;
        }

        var (command, rest) = Split(line);
        var (name, message) = Split(rest);
        switch (command)
        {
            case "/quit" or "/exit":
                return false;
            case "/join":
                await JoinAsync(name, cancellationToken);
                break;
            case "/leave":
                await LeaveAsync(name.Length > 0 ? name : _room, cancellationToken);
                break;
            case "/group":
                await SendAsync(message.Length == 0 ? null : token => client.SendToGroupAsync(name, message, cancellationToken: token), "write /group GROUP text", cancellationToken);
                break;
            case "/private":
                await SendAsync(message.Length == 0 ? null : token => client.SendPrivatelyAsync(name, message, cancellationToken: token), "write /private USER text", cancellationToken);
                break;
            case "/raw":
                await SendRawAsync(rest, cancellationToken);
                break;
            case "/help":
                terminal.Error.WriteLine(Help);
                break;
            default:
                terminal.Fault($"{command} is no command: /help");
                break;
        }

        return true;
    }

    /// <summary>Subscribes to a room.</summary>
    public async Task JoinAsync(string name, CancellationToken cancellationToken)
    {
        if (name.Length == 0)
        {
            terminal.Fault("write /join ROOM");
            return;
        }

        try
        {
            joined[name] = true;
            var room = await client.SubscribeAsync(name, cancellationToken: cancellationToken);
            _room = name;
            terminal.Note($"[grey]-- in {Words.Safe(name)}: {Words.Many(room.Members, "connection")}, last message #{room.LastSeq} --[/]");
        }
        catch (RealtimeClientException fault)
        {
            joined.TryRemove(name, out _);
            Failed(fault);
        }
    }

    private async Task LeaveAsync(string? name, CancellationToken cancellationToken)
    {
        if (name is null)
        {
            terminal.Fault("there is no room to leave");
            return;
        }

        try
        {
            await client.UnsubscribeAsync(name, cancellationToken: cancellationToken);
            _room = _room == name ? null : _room;
            terminal.Note($"[grey]-- left {Words.Safe(name)} --[/]");
        }
        catch (RealtimeClientException fault)
        {
            Failed(fault);
        }
    }

    /// <summary>Sends without waiting for the answer, so that what is typed next goes out too; a fault is told when it comes.</summary>
    private async Task SendAsync(Func<CancellationToken, Task<PublishResult>>? send, string otherwise, CancellationToken cancellationToken)
    {
        if (send is null)
        {
            terminal.Fault(otherwise);
            Failure ??= new ToolException(ExitCode.Usage, otherwise);
            return;
        }

        await _pending.WaitAsync(cancellationToken);
        _ = WatchAsync(send(cancellationToken));
    }

    private async Task WatchAsync(Task<PublishResult> sending)
    {
        try
        {
            await sending;
        }
        catch (RealtimeClientException fault)
        {
            Failed(fault);
        }
        catch (OperationCanceledException)
        {
            // Ctrl+C.
        }
        finally
        {
            _pending.Release();
        }
    }

    private async Task SendRawAsync(string frame, CancellationToken cancellationToken)
    {
        try
        {
            using var json = JsonDocument.Parse(frame);
            if (!await raw.SendAsync(json.RootElement, cancellationToken))
            {
                terminal.Fault("there is no connection just now: try again when it is back");
            }
        }
        catch (JsonException)
        {
            terminal.Fault("that is no JSON: /raw {\"type\":\"ping\"}");
        }
    }

    private void Failed(RealtimeClientException fault)
    {
        var failure = Faults.Of(fault, caller);
        Failure ??= failure;
        terminal.Fault(failure.Message);
    }

    private static (string First, string Behind) Split(string text)
    {
        var space = text.IndexOf(' ', StringComparison.Ordinal);
        return space < 0 ? (text, string.Empty) : (text[..space], text[(space + 1)..].TrimStart());
    }
}
