namespace Orleans.Realtime.Cluster.Harness.History;

/// <summary>Sends events into inboxes over HTTP, one after the other.</summary>
internal sealed class EventSender(string name, HttpApi api, IReadOnlyList<string> users, WorkloadOptions options, HistoryRecorder history, Random random)
{
    private readonly MessageSource _messages = new(name, history);

    /// <summary>Sends until stopped; the last is repeated until it is answered.</summary>
    public async Task RunAsync(CancellationToken stopping, CancellationToken giveUp)
    {
        while (!stopping.IsCancellationRequested)
        {
            await SendAsync(LogNames.Inbox(users[random.Next(users.Count)]), giveUp);
            await Task.Delay(options.Pause * 2 * random.NextDouble(), options.Time, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Sends one message.</summary>
    public Task SendAsync(string log, CancellationToken giveUp)
    {
        var (id, data) = _messages.Next(log);
        return api.PublishAsync(log, id, data, giveUp);
    }
}
