namespace Orleans.Realtime.Cluster.Harness.History;

/// <summary>Publishes over a client's socket, one message now and then, sometimes a burst.</summary>
internal sealed class SocketWriter(RealtimeClient client, IReadOnlyList<string> rooms, IReadOnlyList<string> users, bool ahead, WorkloadOptions options, HistoryRecorder history, Random random)
{
    private readonly MessageSource _messages = new(client.Name, history);
    private volatile TaskCompletionSource _asked = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Asks for a burst now.</summary>
    public void Burst() => _asked.TrySetResult();

    /// <summary>Writes until cancelled, and returns when everything is acknowledged.</summary>
    public async Task RunAsync(CancellationToken stopping)
    {
        using var window = new SemaphoreSlim(ahead ? options.Window : 1);
        var under = new List<Task>();
        while (!stopping.IsCancellationRequested)
        {
            var burst = _asked.Task.IsCompleted || (options.BurstEvery > 0 && random.Next(options.BurstEvery) == 0) ? options.Window : 1;
            if (_asked.Task.IsCompleted)
            {
                _asked = new(TaskCreationOptions.RunContinuationsAsynchronously);
            }

            for (var i = 0; i < burst && !stopping.IsCancellationRequested; i++)
            {
                await window.WaitAsync(CancellationToken.None);
                under.Add(PublishAsync(window));
            }

            under.RemoveAll(task => task.IsCompletedSuccessfully);
            await _asked.Task.WaitAsync(options.Pause * 2 * random.NextDouble(), options.Time, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        await Task.WhenAll(under);
    }

    private async Task PublishAsync(SemaphoreSlim window)
    {
        if (users.Count > 0 && random.Next(5) == 0)
        {
            var user = users[random.Next(users.Count)];
            var log = LogNames.Inbox(user);
            var (id, data) = _messages.Next(log);
            await client.Outbox.PublishAsync(log, id, $$"""{"type":"user","id":"{{id}}","target_ids":["{{user}}"],"data":{{data}}}""");
        }
        else
        {
            var room = rooms[random.Next(rooms.Count)];
            var log = LogNames.Room(room);
            var (id, data) = _messages.Next(log);
            await client.Outbox.PublishAsync(log, id, $$"""{"type":"room","id":"{{id}}","room_id":"{{room}}","data":{{data}}}""");
        }

        window.Release();
    }
}
