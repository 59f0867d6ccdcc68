using Orleans.Realtime.Gateway.Web.Delivery;
using Orleans.Realtime.Grains.Interfaces.Messaging;

namespace Orleans.Realtime.Gateway.Web.Sessions;

/// <summary>
/// Tells users' grains how far their inboxes are confirmed: one call in flight a user, what is confirmed meanwhile goes out
/// together in the next. Holds only users with a call in flight.
/// </summary>
internal sealed class InboxConfirmations
{
    private readonly Lock _gate = new();
    private readonly Dictionary<LogId, Waiting> _users = [];

    /// <summary>Confirms an inbox up to a position. Done when the grain took it, or a later one.</summary>
    public Task ConfirmAsync(Audience inbox, LogPosition position)
    {
        Waiting? waiting;
        lock (_gate)
        {
            if (_users.TryGetValue(inbox.Log, out waiting))
            {
                waiting.Next ??= new Call(position);
                waiting.Next.Raise(position);
                return waiting.Next.Done.Task;
            }

            _users.Add(inbox.Log, waiting = new Waiting());
        }

        var call = new Call(position);
        _ = RunAsync((InboxOwner)inbox.Owner, inbox.Log, waiting, call);
        return call.Done.Task;
    }

    private async Task RunAsync(InboxOwner owner, LogId log, Waiting waiting, Call? call)
    {
        while (call is not null)
        {
            try
            {
                await owner.AcknowledgeAsync(call.Position);
                call.Done.TrySetResult();
            }
            catch (Exception e)
            {
                call.Done.TrySetException(e);

                // Not everybody waits for it: a confirmation that is lost costs a repeated delivery, and the next one stands for it.
                _ = call.Done.Task.Exception;
            }

            lock (_gate)
            {
                (call, waiting.Next) = (waiting.Next, null);
                if (call is null)
                {
                    _users.Remove(log);
                }
            }
        }
    }

    private sealed class Waiting
    {
        public Call? Next { get; set; }
    }

    private sealed class Call(LogPosition position)
    {
        public LogPosition Position { get; private set; } = position;

        public TaskCompletionSource Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public void Raise(LogPosition position)
        {
            if (position.Epoch != Position.Epoch || position.Seq > Position.Seq)
            {
                Position = position;
            }
        }
    }
}
