using Microsoft.Extensions.Options;
using Orleans.Realtime.Grains.Interfaces;
using Orleans.Realtime.Grains.Interfaces.Messaging;
using Orleans.Realtime.Grains.Interfaces.Rooms;
using Orleans.Realtime.Grains.Interfaces.Streams;
using Orleans.Realtime.Samples;

namespace Orleans.Realtime.LiveStatistics;

/// <summary>
/// Counts the events of a stream, and shows the counts to a room. Its memory is what it has shown: the newest message in the room holds the counts together with the position
/// in the stream that they reflect, and there it goes on. So every event counts once, whenever the process is killed.
/// </summary>
internal sealed class StatisticsService(IGrainFactory grains, JsonLines lines, IOptions<StatisticsOptions> options, TimeProvider time) : BackgroundService
{
    private const int Page = 500;

    private readonly StatisticsOptions _options = options.Value;
    private MinuteCounts _counts = MinuteCounts.Nothing;

    private IRoomGrain Room => grains.GetRoom(_options.RoomId);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        _counts = await LoadAsync(stoppingToken);
        var events = await StreamSubscription.StartAsync(grains, _options.Stream, new() { From = StreamId.Parse(_counts.Through), Count = Page }, stoppingToken);
        lines.Write(new { listening = _options.Stream, room_id = _options.RoomId, through = _counts.Through });
        await foreach (var page in events.ReadPagesAsync(stoppingToken))
        {
            if (page.Gap)
            {
                // The stream was trimmed before this was read, or begins anew: what is gone is not counted.
                lines.Write(new { gap = _options.Stream, through = _counts.Through });
            }

            foreach (var entry in page.Entries)
            {
                await CountAsync(entry, stoppingToken);
            }

            if (page.Entries.Length > 0)
            {
                await ShowAsync(stoppingToken);
            }

            if (page.Entries.Length < Page)
            {
                // What happens meanwhile comes in one page.
                await Task.Delay(_options.Interval, time, stoppingToken);
            }
        }
    }

    private async Task CountAsync(StreamEntry entry, CancellationToken cancellationToken)
    {
        if (!_counts.Covers(entry) && _counts.Counts.Count > 0)
        {
            // The last word on a minute, before the first of the next one.
            await ShowAsync(cancellationToken);
        }

        _counts = _counts.With(entry);
    }

    private async Task ShowAsync(CancellationToken cancellationToken)
    {
        // The key says what is in it: shown again, for whatever reason, it is the same message.
        var receipt = await Room.PublishAsync(ServiceMessage.ForRoom(_counts.ToJson(), idempotencyKey: _counts.Through), TimeSpan.MaxValue, cancellationToken);
        lines.Write(new { shown = _counts.Minute, through = _counts.Through, seq = receipt.Seq });
    }

    private async Task<MinuteCounts> LoadAsync(CancellationToken cancellationToken)
    {
        var newest = await GrainRetry.RunAsync(
            time, TimeSpan.MaxValue, Room, static room => room.GetHistoryAsync(new HistoryQuery(null, null, HistoryQuery.MaxLimit)), cancellationToken);

        // Messages without a sender are from services; users who are in the room may write there, too.
        return newest.Messages.Reverse().Where(message => message.SenderId is null).Select(message => MinuteCounts.FromJson(message.Data)).FirstOrDefault(counts => counts is not null)
            ?? MinuteCounts.Nothing;
    }
}
