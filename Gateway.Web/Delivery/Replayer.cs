using Microsoft.Extensions.Options;
using Orleans.Realtime.Grains.Interfaces;
using Orleans.Realtime.Grains.Interfaces.Messaging;

namespace Orleans.Realtime.Gateway.Web.Delivery;

/// <summary>
/// Brings subscriptions from their own position to their audience's, out of the log's history, as fast as the connection takes
/// it: a replay waits for a slow client where a live delivery would cut it off.
/// </summary>
internal sealed partial class Replayer(
    ReattachQueue reattach,
    IFrameEncoder encoder,
    DeliveryMetrics metrics,
    TimeProvider time,
    IOptions<DeliveryOptions> options,
    ILogger<Replayer> logger)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(1);

    private readonly ILogger _logger = logger;

    /// <summary>Says what a started subscription has before it, and reads the first page of it.</summary>
    public async Task<ReplayPlan> PlanAsync(Subscription subscription, LogPosition head)
    {
        var audience = subscription.Audience;
        if (!audience.IsCatchingUp(subscription))
        {
            return new ReplayPlan(0, head, Complete: true, FirstPage: null);
        }

        var page = await GrainRetry.RunAsync(time, options.Value.AttachTimeout, (this, subscription), call => call.Item1.ReadAsync(call.subscription));
        var position = audience.PositionOf(subscription);
        var known = position.Epoch == page.Epoch;
        var from = known ? Math.Max(position.Seq, page.FirstSeq - 1) : page.FirstSeq - 1;
        return new ReplayPlan(
            Math.Max(0, page.LastSeq - from),
            new LogPosition(page.LastSeq, page.Epoch),
            Complete: known && position.Seq >= page.FirstSeq - 1,
            page);
    }

    /// <summary>Begins the replay of a started subscription, if it needs one. Everything that goes wrong is tried again while the connection lives.</summary>
    public void Begin(Subscription subscription, MessagePage? firstPage)
    {
        if (subscription.Audience.IsCatchingUp(subscription))
        {
            _ = RunAsync(subscription, firstPage);
        }
    }

    private async Task RunAsync(Subscription subscription, MessagePage? page)
    {
        var audience = subscription.Audience;
        var target = subscription.Target;
        var gaps = 0;
        var next = 0;
        var pause = FirstPause;
        try
        {
            while (await target.WaitForRoomAsync() && !audience.TryGoLive(subscription))
            {
                var before = audience.PositionOf(subscription);
                if (page is null)
                {
                    next = 0;
                    page = await TryReadAsync(subscription);
                }

                if (page is not null && audience.Replay(subscription, page, encoder, ref next, ref gaps))
                {
                    page = null;
                }

                target.Flush();
                if (audience.PositionOf(subscription) != before || page is not null)
                {
                    pause = FirstPause;
                }
                else if (!audience.TryGoLive(subscription))
                {
                    // History has no more, and the deliveries have not come this far: perhaps they do not come at all.
                    await time.DelayAsync(pause);
                    pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
                    if (pause == LongestPause)
                    {
                        reattach.Add(audience);
                    }
                }
            }
        }
        catch (Exception e)
        {
            LogReplayFailed(e);
        }

        metrics.Replayed(gaps);
        target.OnCaughtUp(subscription);
    }

    private async Task<MessagePage?> TryReadAsync(Subscription subscription)
    {
        try
        {
            return await ReadAsync(subscription);
        }
        catch (RealtimeException e) when (e.Code == RealtimeErrorCode.BadRequest)
        {
            subscription.Audience.Disown(subscription);
            return null;
        }
        catch (Exception e)
        {
            LogReadFailed(e);
            return null;
        }
    }

    private Task<MessagePage> ReadAsync(Subscription subscription) =>
        subscription.Audience.Owner.ReadAsync(
            new HistoryQuery(subscription.Audience.ReadAfter(subscription), BeforeSeq: null, options.Value.ReplayPage));
}
