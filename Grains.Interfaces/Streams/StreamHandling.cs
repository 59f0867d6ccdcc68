namespace Orleans.Realtime.Grains.Interfaces.Streams;

/// <summary>Calling handlers that are not ours.</summary>
internal static class StreamHandling
{
    /// <summary>Calls a handler, whatever it throws.</summary>
    /// <returns>Whether it came to its end.</returns>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static async Task<bool> RunAsync<T>(T next, Func<T, CancellationToken, Task> handler, Action<T, Exception>? onFault, CancellationToken cancellationToken)
    {
        try
        {
            await handler(next, cancellationToken);
            return true;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            throw;
        }
        catch (Exception fault)
        {
            if (onFault is not null)
            {
                // What it throws has nobody left to go to.
                await Task.Run(() => onFault(next, fault), CancellationToken.None).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }

            return false;
        }
    }
}
