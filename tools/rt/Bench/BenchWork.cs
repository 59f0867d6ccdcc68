using Orleans.Realtime.Client;
using Orleans.Realtime.Client.Messages;

namespace Orleans.Realtime.Cli.Bench;

/// <summary>What the kinds of load have in common: they publish at a pace, listen, and count.</summary>
/// <param name="plan">How much.</param>
/// <param name="fleet">The connections.</param>
/// <param name="clock">The clock.</param>
internal abstract class BenchWork(BenchPlan plan, BenchFleet fleet, TimeProvider clock)
{
    // What was acknowledged is delivered within milliseconds, or after a reconnect within seconds.
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan ReportInterval = TimeSpan.FromMilliseconds(100);

    private long _gaps;
    private long _refused;
    private long _timed;

    protected BenchPlan Plan { get; } = plan;

    protected BenchFleet Fleet { get; } = fleet;

    protected TimeProvider Clock { get; } = clock;

    protected Latencies Latencies { get; } = new();

    protected long Gaps => Interlocked.Read(ref _gaps);

    protected long Refused => Interlocked.Read(ref _refused);

    /// <summary>Runs it.</summary>
    /// <param name="report">Called with what goes on: a name, and how much of it is done, 0 to 1.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public abstract Task<BenchResult> RunAsync(Action<string, double> report, CancellationToken cancellationToken);

    /// <summary>Takes what comes in a room.</summary>
    /// <param name="client">Who listens.</param>
    /// <param name="room">The room.</param>
    /// <param name="arrivals">Counts it.</param>
    /// <param name="isTimed">Whether its time is taken.</param>
    /// <param name="then">What is done with each.</param>
    /// <param name="cancellationToken">Gives up.</param>
    protected async Task ListenAsync(RealtimeClient client, string room, Arrivals arrivals, bool isTimed, Action<JsonPayload>? then, CancellationToken cancellationToken)
    {
        client.On<RoomMessage>(message =>
        {
            if (!Stamp.TryRead(message.Data, out var stamp))
            {
                return;
            }

            arrivals.Take(stamp);
            if (isTimed)
            {
                Timed(stamp.Ticks);
            }

            then?.Invoke(message.Data);
        });
        client.On<Gap>(_ => Interlocked.Increment(ref _gaps));
        await client.SubscribeAsync(room, cancellationToken: cancellationToken);
    }

    /// <summary>Something that was due came to its end.</summary>
    protected void Timed(long due)
    {
        Latencies.Add(Clock.GetElapsedTime(due));
        Interlocked.Increment(ref _timed);
    }

    /// <summary>Publishes in a room at a pace, with a window; how many were acknowledged. One that was not ends it: the numbers behind it would say nothing.</summary>
    /// <param name="client">Who publishes.</param>
    /// <param name="publisher">Its number.</param>
    /// <param name="room">The room.</param>
    /// <param name="pace">When.</param>
    /// <param name="stored">Called with each answer, in the order of sending, and its time is taken; null where neither is wanted.</param>
    /// <param name="cancellationToken">Gives up.</param>
    protected async Task<long> PublishAsync(RealtimeClient client, int publisher, string room, Pace pace, Action<PublishResult>? stored, CancellationToken cancellationToken)
    {
        var underWay = new Queue<Task<PublishResult?>>();
        var count = 0L;
        for (var number = 1L; await pace.NextAsync(number, cancellationToken) is { } due; number++)
        {
            var publish = client.PublishAsync(room, new Stamp(publisher, number, due).Write(Plan.Payload), cancellationToken: cancellationToken);
            underWay.Enqueue(AnswerAsync(publish, stored is null ? null : due));
            while (underWay.Count > 0 && (underWay.Peek().IsCompleted || underWay.Count >= Plan.Window))
            {
                if (!await TakeAsync())
                {
                    return count;
                }
            }
        }

        while (underWay.Count > 0)
        {
            await TakeAsync();
        }

        return count;

        async Task<bool> TakeAsync()
        {
            if (await underWay.Dequeue() is not { } result)
            {
                return false;
            }

            stored?.Invoke(result);
            count++;
            return true;
        }
    }

    /// <summary>Sends on what came, without waiting for it.</summary>
    protected void Forward(Task<PublishResult> publish) => _ = AnswerAsync(publish, due: null);

    /// <summary>Waits for work, and tells how far it is.</summary>
    protected async Task<T> ReportingAsync<T>(Task<T> work, string name, Pace pace, Action<string, double> report, CancellationToken cancellationToken)
    {
        while (await Task.WhenAny(work, Task.Delay(ReportInterval, Clock, cancellationToken)) != work)
        {
            report(name, Math.Min(1, pace.Elapsed / Plan.Duration));
        }

        return await work;
    }

    /// <summary>Waits until so many times were taken, for as long as they may take.</summary>
    protected async Task SettleAsync(long expected, CancellationToken cancellationToken)
    {
        var start = Clock.GetTimestamp();
        while (Interlocked.Read(ref _timed) < expected && Clock.GetElapsedTime(start) < Grace)
        {
            await Task.Delay(ReportInterval / 10, Clock, cancellationToken);
        }
    }

    private async Task<PublishResult?> AnswerAsync(Task<PublishResult> publish, long? due)
    {
        try
        {
            var result = await publish;
            if (due is { } ticks)
            {
                Timed(ticks);
            }

            return result;
        }
        catch (RealtimeClientException)
        {
            Interlocked.Increment(ref _refused);
            return null;
        }
        catch (OperationCanceledException)
        {
            return null;
        }
    }
}
