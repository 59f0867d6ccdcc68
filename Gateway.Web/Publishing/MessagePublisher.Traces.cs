using Orleans.Realtime.Grains.Interfaces;
using Orleans.Realtime.Grains.Interfaces.Messaging;
using Orleans.Realtime.ServiceDefaults.Diagnostics;

namespace Orleans.Realtime.Gateway.Web.Publishing;

/// <content>The span of a message from the gateway's taking it to its receipt.</content>
internal sealed partial class MessagePublisher
{
    /// <summary>Runs to the queueing before it awaits anything: messages keep the order of their calls.</summary>
    private async ValueTask<PublishReceipt> PublishTracedAsync(LogId log, Message message, HeldPublishes? held, CancellationToken cancellationToken)
    {
        using var span = ReceiveTrace.Start(ref message, log.Kind.ToString());
        var receipt = await EnqueueAsync(log, message, held, cancellationToken);
        if (span is not null && receipt.Error != RealtimeErrorCode.None)
        {
            RealtimeTraces.SetError(span, receipt.Error.ToString());
        }

        return receipt;
    }
}
