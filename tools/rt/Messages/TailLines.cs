using Orleans.Realtime.Cli.Terminals;
using Orleans.Realtime.Client;
using Orleans.Realtime.Client.Messages;
using Orleans.Realtime.Client.Streams;

namespace Orleans.Realtime.Cli.Messages;

/// <summary>Prints what comes, until there were enough messages.</summary>
/// <param name="terminal">Where to.</param>
/// <param name="isJson">Whether as frames of the protocol.</param>
/// <param name="count">How many messages are enough; null for no end.</param>
internal sealed class TailLines(Terminal terminal, bool isJson, long? count)
{
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _messages;

    /// <summary>Done with the last message that was asked for, or when the connection is closed for good.</summary>
    public Task Ended => _ended.Task;

    /// <summary>Prints an event.</summary>
    public void Write(RealtimeEvent occurrence) =>
        Write(occurrence is RealtimeMessage, () => isJson ? EventJson.Of(occurrence) : EventText.Of(occurrence, TimeProvider.System));

    /// <summary>Prints an entry; whether there were enough.</summary>
    public bool Write(StreamEntry entry)
    {
        Write(isMessage: true, () => isJson ? EventJson.Of(entry) : EventText.Of(entry, TimeProvider.System));
        return _ended.Task.IsCompleted;
    }

    /// <summary>Prints a gap.</summary>
    public void Write(StreamGap gap) => Write(isMessage: false, () => isJson ? EventJson.Of(gap) : EventText.Of(gap));

    /// <summary>Ends it where the connection was closed for good.</summary>
    public void End(RealtimeEvent occurrence)
    {
        if (occurrence is StateChange { State: RealtimeConnectionState.Closed, Error: { } error })
        {
            _ended.TrySetException(error);
        }
    }

    private void Write(bool isMessage, Func<string?> line)
    {
        // What is under way behind the last one was not asked for.
        if (_ended.Task.IsCompleted)
        {
            return;
        }

        try
        {
            if (line() is { } text)
            {
                if (isJson)
                {
                    terminal.Raw(text);
                }
                else
                {
                    terminal.Line(text);
                }
            }
        }
        catch (OutputClosedException fault)
        {
            _ended.TrySetException(fault);
            return;
        }

        if (isMessage && ++_messages == count)
        {
            _ended.TrySetResult();
        }
    }
}
