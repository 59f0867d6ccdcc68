using System.Threading.Channels;
using Orleans.Realtime.Client;

namespace Orleans.Realtime.Cli.Messages;

/// <summary>Publishes a series of messages: sent in their order, several on their way, told in their order, and ended by the first that fails.</summary>
/// <param name="send">Publishes one.</param>
/// <param name="ahead">How many may wait for their acknowledgement.</param>
internal sealed class Publisher(Func<JsonPayload, string?, CancellationToken, Task<Receipt>> send, int ahead)
{
    /// <summary>Publishes them all.</summary>
    /// <param name="messages">Each with its idempotency key.</param>
    /// <param name="acknowledged">Called with each receipt.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="RealtimeClientException">The first failure; nothing behind it is sent any more, unless it was already.</exception>
    /// <exception cref="ToolException">A message is no JSON.</exception>
    public async Task RunAsync(IAsyncEnumerable<(JsonPayload Data, string? Id)> messages, Action<Receipt> acknowledged, CancellationToken cancellationToken)
    {
        using var failed = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var underWay = Channel.CreateBounded<Task<Receipt>>(ahead);
        var sending = SendAsync(messages, underWay.Writer, failed.Token);
        Exception? first = null;
        await foreach (var message in underWay.Reader.ReadAllAsync(CancellationToken.None))
        {
            try
            {
                acknowledged(await message);
            }
            catch (Exception fault) when (first is null)
            {
                first = fault;
                await failed.CancelAsync();
            }
            catch (Exception fault) when (fault is OperationCanceledException or RealtimeClientException)
            {
                // Given up with the first one.
            }
        }

        if (first is not null)
        {
            await sending.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(first);
        }

        await sending;
    }

    private async Task SendAsync(IAsyncEnumerable<(JsonPayload Data, string? Id)> messages, ChannelWriter<Task<Receipt>> underWay, CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var (data, id) in messages.WithCancellation(cancellationToken))
            {
                await underWay.WaitToWriteAsync(cancellationToken);
                underWay.TryWrite(send(data, id, cancellationToken));
            }
        }
        finally
        {
            underWay.Complete();
        }
    }
}
