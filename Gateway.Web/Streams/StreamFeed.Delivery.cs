using Orleans.Realtime.Gateway.Web.Protocol;
using Orleans.Realtime.Gateway.Web.Sockets;
using Orleans.Realtime.Grains.Interfaces.Streams;

namespace Orleans.Realtime.Gateway.Web.Streams;

/// <content>From a page to the connections.</content>
internal sealed partial class StreamFeed
{
    private static readonly TimeSpan ShortWait = TimeSpan.FromSeconds(1);

    /// <summary>Hands a page to everybody who keeps up.</summary>
    private void Deliver(StreamPage page)
    {
        var frames = Encode(page);
        List<StreamSubscription>? behind = null;
        List<IStreamTarget> reached;
        var (delivered, gaps) = (0, 0);
        lock (_gate)
        {
            var begins = page.Gap && page.Position < _position;
            _life += begins ? 1 : 0;
            _position = page.Position;
            reached = new List<IStreamTarget>(_live.Count);
            for (var i = _live.Count - 1; i >= 0; i--)
            {
                var subscription = _live[i];
                if (!subscription.Target.HasRoom)
                {
                    Leave(subscription);
                    (behind ??= []).Add(subscription);
                }
                else if (Hand(subscription, page, frames, begins, ref delivered, ref gaps))
                {
                    reached.Add(subscription.Target);
                }
                else
                {
                    // Closed: its connection ends it.
                    Leave(subscription);
                }
            }
        }

        foreach (var target in reached)
        {
            target.Flush();
        }

        foreach (var subscription in behind ?? [])
        {
            _ = CatchUpAsync(subscription);
        }

        Count(delivered, gaps);
    }

    /// <summary>Brings one subscription by itself as far as the others are, as fast as its connection takes it. Everything that goes wrong is tried again.</summary>
    private async Task CatchUpAsync(StreamSubscription subscription)
    {
        using var course = outage.Begin();
        var wait = TimeSpan.Zero;
        try
        {
            while (await subscription.Target.WaitForRoomAsync() && !subscription.Ended)
            {
                var (life, asked) = (Life, outage.Time.GetTimestamp());
                StreamPage page;
                try
                {
                    page = await grain.ReadAsync(new StreamRead(subscription.Position, feeds.PageSize, wait));
                    course.Succeeded();
                }
                catch (Exception fault)
                {
                    await course.FailedAsync(fault);
                    continue;
                }

                if (Replay(subscription, page, life))
                {
                    return;
                }

                // At the end, and the feed was further: it has not noticed yet that the stream is another.
                if (page.Entries.Length > 0)
                {
                    wait = TimeSpan.Zero;
                }
                else if (wait > TimeSpan.Zero)
                {
                    await outage.PauseAsync(asked);
                }
                else
                {
                    wait = ShortWait;
                }
            }
        }
        catch (Exception fault)
        {
            LogCatchUpFailed(fault);
        }
    }

    /// <summary>Gives it a page that it read by itself.</summary>
    /// <returns>Whether it is live now, or over.</returns>
    private bool Replay(StreamSubscription subscription, StreamPage page, long life)
    {
        var frames = Encode(page);
        var (delivered, gaps) = (0, 0);
        bool done;
        lock (_gate)
        {
            done = subscription.Ended
                || !Hand(subscription, page, frames, begins: page.Gap && page.Position < subscription.Position, ref delivered, ref gaps)
                || TryJoin(subscription, life, atEnd: page.Entries.Length == 0);
        }

        subscription.Target.Flush();
        Count(delivered, gaps);
        return done;
    }

    /// <summary>The lock is held. Gives one connection what of a page comes behind its own position.</summary>
    /// <param name="subscription">Which.</param>
    /// <param name="page">The page.</param>
    /// <param name="frames">Its entries as they are sent.</param>
    /// <param name="begins">Whether the stream began anew: positions until now mean nothing any more.</param>
    /// <param name="delivered">Counts entries.</param>
    /// <param name="gaps">Counts gaps.</param>
    /// <returns>False when the connection is closed.</returns>
    private bool Hand(StreamSubscription subscription, StreamPage page, OutboundFrame[] frames, bool begins, ref int delivered, ref int gaps)
    {
        var entries = page.Entries;
        var next = 0;
        while (!begins && next < entries.Length && entries[next].Id <= subscription.Position)
        {
            next++;
        }

        if (page.Gap && next == 0 && (begins || entries.Length > 0 || page.Position > subscription.Position))
        {
            gaps++;
            StreamId? to = entries.Length > 0 ? entries[0].Id : null;
            if (!subscription.Target.TryEnqueue(OutboundFrame.Text(StreamFrames.Gap(stream, subscription.Position, to))))
            {
                return false;
            }
        }

        for (; next < entries.Length; next++)
        {
            if (!subscription.Target.TryEnqueue(frames[next]))
            {
                return false;
            }

            delivered++;
        }

        subscription.Position = begins || page.Position > subscription.Position ? page.Position : subscription.Position;
        return true;
    }

    private OutboundFrame[] Encode(StreamPage page) => Array.ConvertAll(page.Entries, entry => OutboundFrame.Text(StreamFrames.Entry(stream, entry)));

    private void Count(int delivered, int gaps)
    {
        if (delivered > 0)
        {
            metrics.Delivered(delivered);
        }

        if (gaps > 0)
        {
            metrics.Gaps(gaps);
        }
    }
}
