using Orleans.Realtime.Grains.Interfaces;
using Orleans.Realtime.Grains.Interfaces.Streams;
using Orleans.Runtime;

namespace Orleans.Realtime.Grains.Streams;

/// <summary>
/// One stream. Calls interleave at awaits. All that there is to know is in the store, which does each call as a whole: an activation only gathers what comes
/// at the same time, and keeps those who wait. So it has no state to load or to hand over, and it goes when nobody calls it.
/// </summary>
internal sealed partial class StreamGrain : Grain, IStreamGrain
{
    private static readonly TimeSpan LookForIdle = TimeSpan.FromMinutes(1);

    private readonly StreamServices _services;
    private readonly string _name;
    private readonly StreamPublisher _publisher;
    private StreamWaiting? _waiting;
    private IDisposable? _counted;
    private bool _listed;

    public StreamGrain(StreamServices services)
    {
        (_services, _name) = (services, this.GetPrimaryKeyString());
        _publisher = new(services, _name, () => _waiting?.Wake());
    }

    private StreamWaiting Waiting => _waiting ??= new(_services, _name);

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        if (_services.Options is { MaxLength: > 0, TrimInterval: var interval } && interval > TimeSpan.Zero)
        {
            this.RegisterGrainTimer(static (grain, _) => grain.TrimAsync(), this, new GrainTimerCreationOptions(interval, interval) { Interleave = true });
        }

        if (_services.Options.ConsumerExpiry > TimeSpan.Zero)
        {
            this.RegisterGrainTimer(static (grain, _) => grain.RemoveIdleConsumersAsync(), this, new GrainTimerCreationOptions(LookForIdle, LookForIdle) { Interleave = true });
        }

        _counted = _services.Activations.Count("stream");
        List();
        return Task.CompletedTask;
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        _counted?.Dispose();
        _waiting?.Dispose();
        Unlist();
        return Task.CompletedTask;
    }

    public async Task<StreamReceipt[]> PublishAsync(StreamPublish[] publishes)
    {
        StreamRules.CheckStream(_name);
        List();
        var (messages, bytes) = StreamRules.Check(publishes, _services.MaxMessageBytes);
        return await _publisher.PublishAsync(publishes, messages, bytes);
    }

    public async Task<StreamEntry[]> RangeAsync(StreamRange range)
    {
        StreamRules.Check(range);
        var entries = await CallAsync(store => store.RangeAsync(_name, range, _services.Options.MaxReadBytes));
        _services.Metrics.Ranged(entries.Length);
        return entries;
    }

    public async Task<StreamPage> ReadAsync(StreamRead read, CancellationToken cancellationToken = default)
    {
        StreamRules.Check(read);
        StreamRules.CheckStream(_name);
        return read.After is { } after
            ? await Waiting.ReadAsync(after, read.Count, read.Wait, cancellationToken)
            : await CallAsync(store => store.ReadAsync(_name, after: null, read.Count, _services.Options.MaxReadBytes));
    }

    public async Task<bool> DeleteAsync()
    {
        var deleted = await CallAsync(store => store.DeleteAsync(_name));
        _waiting?.WatchAnew(StreamId.Zero);
        return deleted;
    }

    public async Task<long> TrimAsync(long maxLength, bool approximate)
    {
        StreamRules.CheckLength(maxLength);
        var trimmed = await CallAsync(store => store.TrimAsync(_name, maxLength, approximate));
        _services.Metrics.Trimmed(trimmed);
        return trimmed;
    }

    public async Task<StreamInfo> GetInfoAsync() => await CallAsync(store => store.GetInfoAsync(_name));

    public async Task<StreamDescription> DescribeAsync()
    {
        try
        {
            var info = await GetInfoAsync();
            var groups = await GetGroupsAsync();
            List();
            return new(
                info.Length,
                info.LastGeneratedId,
                groups.Length,
                [.. groups.Take(StreamDescription.MaxGroups).Select(group => new StreamGroupSummary(group.Name, group.Consumers.Length, group.Pending, group.Lag))]);
        }
        catch (RealtimeException exception) when (exception.Code == RealtimeErrorCode.NotFound)
        {
            Unlist();
            throw;
        }
    }

    private void List()
    {
        if (!_listed)
        {
            _listed = _services.InUse.TryAdd(_name);
        }
    }

    private void Unlist()
    {
        if (_listed)
        {
            _listed = false;
            _services.InUse.Remove(_name);
        }
    }

    private async Task TrimAsync()
    {
        try
        {
            await TrimAsync(_services.Options.MaxLength, approximate: false);
        }
        catch (Exception exception)
        {
            // Publishing goes on trimming roughly, and the next tick comes.
            Log.NotTrimmed(_services.Logger, exception, _name);
        }
    }

    private ValueTask<T> CallAsync<T>(Func<IStreamStore, ValueTask<T>> call)
    {
        StreamRules.CheckStream(_name);
        return _services.CallAsync(_name, call);
    }
}
