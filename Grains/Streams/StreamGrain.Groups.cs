using Orleans.Realtime.Grains.Interfaces;
using Orleans.Realtime.Grains.Interfaces.Streams;

namespace Orleans.Realtime.Grains.Streams;

/// <content>Consumer groups.</content>
internal sealed partial class StreamGrain
{
    public async Task CreateGroupAsync(string group, StreamId? start)
    {
        StreamRules.CheckGroup(group);
        List();
        await CallAsync(async store =>
        {
            await store.CreateGroupAsync(_name, group, start);
            return true;
        });
    }

    public async Task<bool> DeleteGroupAsync(string group)
    {
        StreamRules.CheckGroup(group);
        return await CallAsync(store => store.DeleteGroupAsync(_name, group));
    }

    public async Task<StreamEntry[]> ReadGroupAsync(GroupRead read, CancellationToken cancellationToken = default)
    {
        StreamRules.Check(read);
        if (read is { Wait.Ticks: > 0, PendingAfter: null })
        {
            StreamRules.CheckStream(_name);
            return await Waiting.ReadGroupAsync(read, cancellationToken);
        }

        var entries = await CallAsync(store => store.ReadGroupAsync(_name, read, _services.Options.MaxReadBytes));
        _services.Metrics.Consumed(entries);
        return entries;
    }

    public async Task<int> AcknowledgeAsync(string group, StreamId[] ids)
    {
        StreamRules.CheckAcknowledged(group, ids);
        var acknowledged = await CallAsync(store => store.AcknowledgeAsync(_name, group, ids));
        _services.Metrics.Acknowledged(acknowledged);
        return acknowledged;
    }

    public async Task<GroupPending> GetPendingAsync(PendingQuery query)
    {
        StreamRules.Check(query);
        return await CallAsync(store => store.GetPendingAsync(_name, query));
    }

    public async Task<StreamEntry[]> ClaimAsync(GroupClaim claim)
    {
        StreamRules.Check(claim);
        var entries = await CallAsync(store => store.ClaimAsync(_name, claim, _services.Options.MaxReadBytes));
        _services.Metrics.Consumed(entries);
        return entries;
    }

    public async Task<bool> RemoveConsumerAsync(string group, string consumer)
    {
        StreamRules.CheckConsumer(group, consumer);
        return await CallAsync(store => store.RemoveConsumerAsync(_name, group, consumer));
    }

    public async Task<StreamGroup[]> GetGroupsAsync() => await CallAsync(store => store.GetGroupsAsync(_name));

    /// <summary>A consumer of a gateway that was killed has a name that nobody takes up again. The store keeps those that have something pending.</summary>
    private async Task RemoveIdleConsumersAsync()
    {
        try
        {
            foreach (var group in await GetGroupsAsync())
            {
                foreach (var consumer in group.Consumers.Where(consumer => consumer.Pending == 0 && consumer.Idle >= _services.Options.ConsumerExpiry))
                {
                    await CallAsync(store => store.RemoveConsumerAsync(_name, group.Name, consumer.Name));
                }
            }
        }
        catch (RealtimeException exception) when (exception.Code == RealtimeErrorCode.NotFound)
        {
            // Somebody waits for a stream that is not there yet.
        }
        catch (Exception exception)
        {
            Log.ConsumersNotRemoved(_services.Logger, exception, _name);
        }
    }
}
