using Orleans.Runtime;

namespace Orleans.Lite.Messaging;

/// <summary>The caller gave up on a call.</summary>
internal sealed class CancelMessage(long id, SiloAddress sender) : IMessage
{
    public long Id { get; } = id;

    public SiloAddress Sender { get; } = sender;
}
