using Microsoft.Extensions.Options;
using Orleans.Realtime.Grains.Interfaces;
using Orleans.Realtime.Grains.Interfaces.Messaging;
using Orleans.Realtime.ServiceDefaults;

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

    /// <summary>Says what lies between a client's position and the log's newest, and reads the first page of it.</summary>
    /// <param name="subscription">Whose.</param>
    /// <param name="from">The client has everything up to here.</param>
    public async Task<ReplayPlan> PlanAsync(Subscription subscription, LogPosition from)
    {
        var (audience, head) = (subscription.Audience, subscription.Head);
        var known = (from.Epoch is null || from.Epoch == head.Epoch) && from.Seq <= head.Seq;
        if (known && from.Seq == head.Seq)
        {
            return new ReplayPlan(0, head, Complete: true, FirstPage: null);
        }

        // The head is as old as the connection's join: whether the log knows a position beyond it, the log must say.
        var page = await ReadAsync(audience, from.Seq);
        if (!known)
        {
            known = (from.Epoch is null || from.Epoch == page.Epoch) && from.Seq <= page.LastSeq;
            page = known ? page : await ReadAsync(audience, subscription.Floor);
        }
        else
        {
            known = page.Epoch == head.Epoch;
        }

        var held = page.FirstSeq - 1;
        return new ReplayPlan(
            Math.Max(0, page.LastSeq - (known ? Math.Max(from.Seq, held) : Math.Max(held, subscription.Floor))),
            new LogPosition(page.LastSeq, page.Epoch),
            Complete: known && from.Seq >= held,
            page);
    }

    private Task<MessagePage> ReadAsync(Audience audience, long after) => GrainRetry.RunAsync(
        time,
        options.Value.AttachTimeout,
        (audience.Owner, After: after, options.Value.ReplayPage),
        static call => call.Owner.ReadAsync(new HistoryQuery(call.After, BeforeSeq: null, call.ReplayPage)));

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
                    pause = pause.Doubled(LongestPause);
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
        catch (Exception e)
        {
            LogReadFailed(e);
            return null;
        }
    }

    private Task<MessagePage> ReadAsync(Subscription subscription) =>
        subscription.Audience.Owner.ReadAsync(
            new HistoryQuery(subscription.Audience.ReadAfter(subscription), BeforeSeq: null, options.Value.ReplayPage));

    /// <summary>
    /// Sends what lies between a client's position and the place where its socket began to hear the log: for a client that
    /// names its positions only after the socket went live.
    /// </summary>
    public async Task FillAsync(Subscription subscription, long after, long upTo, MessagePage? page)
    {
        try
        {
            while (after < upTo && await subscription.Target.WaitForRoomAsync())
            {
                page ??= await subscription.Audience.Owner.ReadAsync(new HistoryQuery(after, BeforeSeq: null, options.Value.ReplayPage));
                after = Fill(subscription, page, after, upTo);
                page = null;
                subscription.Target.Flush();
            }
        }
        catch (Exception e)
        {
            LogReadFailed(e);
            Skip(subscription, after + 1, upTo);
            subscription.Target.Flush();
        }
    }

    private long Fill(Subscription subscription, MessagePage page, long after, long upTo)
    {
        foreach (var message in page.Messages)
        {
            if (message.Seq > upTo)
            {
                break;
            }

            Skip(subscription, after + 1, message.Seq - 1);
            Audience.HandOne(subscription, message, encoder);
            after = message.Seq;
        }

        if (page.HasMore && after < upTo)
        {
            return after;
        }

        Skip(subscription, after + 1, upTo);
        return upTo;
    }

    private void Skip(Subscription subscription, long from, long to)
    {
        if (from <= to)
        {
            subscription.Target.TryEnqueue(encoder.EncodeGap(subscription.Audience.Log, subscription.Target.UserId, subscription.Head.Epoch ?? string.Empty, from, to));
        }
    }
}
