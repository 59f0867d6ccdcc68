using Orleans.Realtime.Client;
using Orleans.Realtime.Client.Messages;

namespace Orleans.Realtime.Cli.Connections;

/// <summary>Makes clients and connects them.</summary>
internal static class Connector
{
    /// <summary>The settings of a client for a caller.</summary>
    public static RealtimeClientOptions Options(Caller caller)
    {
        var options = new RealtimeClientOptions { Token = caller.Token };
        options.Urls.Add(caller.Server.Socket);
        if (caller.User is not null)
        {
            options.Query["user_id"] = caller.User;
        }

        if (caller.Role is not null)
        {
            options.Query["role"] = caller.Role;
        }

        return options;
    }

    /// <summary>
    /// Connects. A first attempt that fails ends it: somebody waits for the command. A connection that is lost later comes back by itself.
    /// </summary>
    /// <exception cref="ToolException">The server is not there, or does not let us in.</exception>
    public static async Task OpenAsync(RealtimeClient client, Caller caller, CancellationToken cancellationToken)
    {
        var failed = new TaskCompletionSource<StateChange>(TaskCreationOptions.RunContinuationsAsynchronously);
        using var listening = client.On<StateChange>(change =>
        {
            if (change.State == RealtimeConnectionState.Waiting)
            {
                failed.TrySetResult(change);
            }
        });
        using var waiting = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var connected = client.ConnectAsync(waiting.Token);
        if (await Task.WhenAny(connected, failed.Task) == failed.Task && !connected.IsCompleted)
        {
            await waiting.CancelAsync();
            await connected.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            var reason = (await failed.Task).Reason is { Length: > 0 } words ? $" ({words.TrimEnd('.')})" : string.Empty;
            throw new ToolException(ExitCode.CannotConnect, $"cannot connect to {caller.Server}{reason}. Is the server running there? Start one with ./run.sh, or give its address with --url.");
        }

        try
        {
            await connected;
        }
        catch (RealtimeClientException fault)
        {
            throw Faults.Of(fault, caller);
        }
    }
}
