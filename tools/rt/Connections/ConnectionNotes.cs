using Orleans.Realtime.Cli.Terminals;
using Orleans.Realtime.Client;
using Orleans.Realtime.Client.Messages;

namespace Orleans.Realtime.Cli.Connections;

/// <summary>Says on standard error what the connection does: nobody should take a silence for peace.</summary>
/// <param name="terminal">Where it says it.</param>
/// <param name="isFirstTold">Whether the first connection is worth a word, or only what comes of its loss.</param>
internal sealed class ConnectionNotes(Terminal terminal, bool isFirstTold)
{
    private bool _isTold = isFirstTold;

    /// <summary>One line, where there is something to say. Called for one event after the other.</summary>
    public void Write(RealtimeEvent occurrence)
    {
        if (Of(occurrence) is { } note && (occurrence is not ConnectedEvent || _isTold))
        {
            terminal.Note(note);
        }

        _isTold |= occurrence is ConnectedEvent;
    }

    private static string? Of(RealtimeEvent occurrence) => occurrence switch
    {
        StateChange { State: RealtimeConnectionState.Waiting, Previous: RealtimeConnectionState.Connected } lost =>
            $"[yellow]-- connection lost{Because(lost)}: coming back --[/]",
        StateChange { State: RealtimeConnectionState.Waiting } waiting =>
            $"[grey]-- not yet{Because(waiting)}: next attempt in {Words.Time(waiting.RetryIn ?? TimeSpan.Zero)} --[/]",
        ConnectedEvent connected =>
            $"[grey]-- connected as {Words.Safe(connected.UserId)}, session {Words.Safe(connected.SessionId)}{(connected.IsResumed ? " goes on" : string.Empty)}, gateway {Words.Safe(connected.InstanceId)} --[/]",
        ClientError error => $"[red]{Words.Safe(error.Error.Message)}[/]",
        _ => null,
    };

    private static string Because(StateChange change) => (change.CloseCode, change.Reason) switch
    {
        (null, { Length: > 0 } reason) => $" ({Words.Safe(reason)})",
        ({ } code, { Length: > 0 } reason) => $" ({code}: {Words.Safe(reason)})",
        ({ } code, _) => $" ({code})",
        _ => string.Empty,
    };
}
