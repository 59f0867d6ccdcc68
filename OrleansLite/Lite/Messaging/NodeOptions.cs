using Orleans.Configuration;

namespace Orleans.Lite.Messaging;

/// <summary>What a node takes from the messaging options.</summary>
internal sealed record NodeOptions(TimeSpan ResponseTimeout, bool CancelRequestOnTimeout, bool WaitForCancellationAcknowledgement)
{
    public static NodeOptions From(MessagingOptions options) =>
        new(options.ResponseTimeout, options.CancelRequestOnTimeout, options.WaitForCancellationAcknowledgement);
}
