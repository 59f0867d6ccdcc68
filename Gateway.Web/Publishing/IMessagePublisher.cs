using Orleans.Realtime.Grains.Interfaces.Messaging;

namespace Orleans.Realtime.Gateway.Web.Publishing;

/// <summary>
/// The one way by which this gateway puts messages into logs, for sockets and HTTP alike. Messages that one caller publishes to
/// one log are appended in the order of the calls: a log has one batch in flight from this gateway, and what comes meanwhile
/// goes out together in the next.
/// </summary>
internal interface IMessagePublisher
{
    /// <summary>
    /// Publishes to a room or an inbox. Faults that pass (a silo that went away, a time-out) are retried with the same ids within
    /// <c>Publishing:Timeout</c>; what remains is answered as an error in the receipt, never thrown.
    /// </summary>
    /// <param name="log">Where to.</param>
    /// <param name="message">The message.</param>
    /// <param name="cancellationToken">Looked at once, at the call: what was taken is published.</param>
    /// <param name="held">Given: nothing leaves for a log that is quiet before <see cref="Release"/>, and then all that came for it until then leaves together.</param>
    ValueTask<PublishReceipt> PublishAsync(LogId log, Message message, CancellationToken cancellationToken, HeldPublishes? held = null);

    /// <summary>Lets go what was held, log by log in the order in which they came. Receipts may come during the call.</summary>
    void Release(HeldPublishes held);
}
