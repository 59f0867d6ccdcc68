using Orleans.Realtime.Grains.Interfaces.Rooms;
using Orleans.Realtime.Grains.Interfaces.Users;

namespace Orleans.Realtime.Grains.Interfaces.Messaging;

/// <summary>
/// Publishing for services: one message a call, repeated with the same id while its fault is one that passes, refusals thrown. Await each
/// call before the next to the same room or user where the order matters: calls in flight together have none.
/// </summary>
public static class PublishExtensions
{
    /// <summary>Publishes to a room. Once it answers, the message is in the room's log and reaches every subscriber once, in order, unless <see cref="PublishReceipt.LiveOnly"/>.</summary>
    /// <param name="room">The room: <see cref="RealtimeGrainFactoryExtensions.GetRoom"/>.</param>
    /// <param name="message">What <see cref="ServiceMessage.ForRoom"/> made.</param>
    /// <param name="timeout">How long to repeat; <see cref="ServiceMessage.DefaultTimeout"/> (30 s) if not stated.</param>
    /// <param name="cancellationToken">Ends the repeating. A call that is under way may have stored the message.</param>
    /// <exception cref="RealtimeException">
    /// <see cref="RealtimeErrorCode.BadRequest"/>: an id is empty or too long. <see cref="RealtimeErrorCode.TooLarge"/>: too many bytes.
    /// <see cref="RealtimeErrorCode.Unavailable"/>: the storage was out of reach to the end; nothing was stored by the last attempt.
    /// </exception>
    /// <exception cref="TimeoutException">The last attempt had no answer in time: whether it was stored is unknown. Send the same message again.</exception>
    public static Task<PublishReceipt> PublishAsync(
        this IRoomGrain room, Message message, TimeSpan? timeout = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(room);
        ArgumentNullException.ThrowIfNull(message);
        return SendAsync((room, Batch: new[] { message }), static call => call.room.PublishAsync(call.Batch), timeout, cancellationToken);
    }

    /// <summary>Sends an event to a user. Once it answers, the event is in the user's inbox, unless <see cref="PublishReceipt.LiveOnly"/>; <see cref="PublishReceipt.Online"/> says whether somebody was there.</summary>
    /// <param name="user">The user: <see cref="RealtimeGrainFactoryExtensions.GetUser"/>.</param>
    /// <param name="message">What <see cref="ServiceMessage.ForUser"/> made.</param>
    /// <param name="timeout">As for a room.</param>
    /// <param name="cancellationToken">As for a room.</param>
    /// <exception cref="RealtimeException">As for a room.</exception>
    /// <exception cref="TimeoutException">As for a room.</exception>
    public static Task<PublishReceipt> SendAsync(
        this IUserGrain user, Message message, TimeSpan? timeout = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(user);
        ArgumentNullException.ThrowIfNull(message);
        return SendAsync((user, Batch: new[] { message }), static call => call.user.SendAsync(call.Batch), timeout, cancellationToken);
    }

    private static Task<PublishReceipt> SendAsync<TState>(
        TState state, Func<TState, Task<IReadOnlyList<PublishReceipt>>> send, TimeSpan? timeout, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return GrainRetry.RunAsync(
            TimeProvider.System,
            timeout ?? ServiceMessage.DefaultTimeout,
            (state, send),
            static async call =>
            {
                var receipt = (await call.send(call.state))[0];
                return receipt.Error == RealtimeErrorCode.None
                    ? receipt
                    : throw new RealtimeException(receipt.Error, receipt.ErrorMessage ?? receipt.Error.ToString());
            },
            cancellationToken);
    }
}
