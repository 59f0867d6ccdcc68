using System.Globalization;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Orleans.Realtime.Gateway.Web.Sockets;

namespace Orleans.Realtime.Gateway.Web.Tests.Sockets;

/// <summary>What goes ahead of what, whatever order frames of several logs and priorities come and go in.</summary>
public sealed class OutboundQueuePriorityTests
{
    // A connection has one inbox; rooms and replies know no priority; each broadcast is in no log.
    private static readonly (string Log, OutboundRank Rank)[] Kinds =
    [
        ("room/a", OutboundRank.Common),
        ("room/b", OutboundRank.Common),
        ("reply", OutboundRank.Common),
        ("broadcast", OutboundRank.Common),
        ("inbox", OutboundRank.Inbox),
        ("inbox", OutboundRank.UrgentInbox),
        ("broadcast!", OutboundRank.Urgent),
    ];

    private static readonly Config Many = Config.QuickThrowOnFailure.WithMaxTest(1_000);

    [Fact]
    public void AnyInterleaving_KeepsEachLogInOrder_AndLosesAndDoublesNothing() =>
        Prop.ForAll(ArbMap.Default.ArbFor<int[]>(), steps =>
        {
            var (sent, taken, _) = Run(steps);
            taken.Order().ShouldBe(sent.Keys.Order());
            foreach (var log in Kinds.Select(kind => kind.Log).Distinct())
            {
                taken.Where(number => sent[number].Log == log).ShouldBeInOrder(SortDirection.Ascending);
            }
        }).Check(Many);

    [Fact]
    public void AnyInterleaving_TakesWhatIsUrgentBeforeWhatIsNotAndStillWaited() =>
        Prop.ForAll(ArbMap.Default.ArbFor<int[]>(), steps =>
        {
            var (sent, taken, waitingAt) = Run(steps);
            var place = taken.Select((number, at) => (number, at)).ToDictionary(pair => pair.number, pair => pair.at);
            foreach (var (urgent, waiting) in waitingAt)
            {
                foreach (var other in waiting)
                {
                    (place[other] < place[urgent]).ShouldBe(GoesBefore(sent, other, urgent), $"{sent[other].Log} {other} and {sent[urgent].Log} {urgent}");
                }
            }
        }).Check(Many);

    [Fact]
    public void AnyInterleaving_ThatIsNotUrgent_IsAPlainQueue() =>
        Prop.ForAll(ArbMap.Default.ArbFor<int[]>(), steps =>
        {
            var (_, taken, _) = Run(steps, kinds: 5);
            taken.ShouldBeInOrder(SortDirection.Ascending);
        }).Check(Many);

    [Fact]
    public void AQueueThatGrewAndRanEmpty_BeginsAnew()
    {
        var queue = new OutboundQueue();
        for (var round = 0; round < 3; round++)
        {
            for (var i = 0; i < 100; i++)
            {
                queue.Enqueue(Frame(i, i % 2 == 0 ? OutboundRank.Common : OutboundRank.UrgentInbox));
            }

            var taken = Drain(queue);
            taken.ShouldBe([.. Enumerable.Range(0, 50).Select(i => (2 * i) + 1), .. Enumerable.Range(0, 50).Select(i => 2 * i)]);
            queue.Enqueue(Frame(1, OutboundRank.Common));
            queue.Enqueue(Frame(2, OutboundRank.Urgent));
            queue.Clear();
            queue.Count.ShouldBe(0);
            queue.Bytes.ShouldBe(0);
        }
    }

    [Fact]
    public void FramesThatAreNotUrgent_CostNothingInAQueueThatHasRoom()
    {
        var queue = new OutboundQueue();
        OutboundFrame[] frames = [Frame(1, OutboundRank.Common), Frame(2, OutboundRank.Inbox), Frame(3, OutboundRank.UrgentInbox), Frame(4, OutboundRank.Urgent)];
        Use(queue, frames);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1_000; i++)
        {
            Use(queue, frames);
        }

        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBe(0);
    }

    /// <summary>Whether a frame that waited when an urgent one came still goes before it.</summary>
    private static bool GoesBefore(Dictionary<int, (string Log, OutboundRank Rank)> sent, int other, int urgent)
    {
        if (sent[other].Rank >= OutboundRank.UrgentInbox)
        {
            return true;
        }

        // The inbox's own go along in front of its urgent ones, and are ahead of everything urgent that comes after those.
        return sent[other].Log == "inbox"
            && Enumerable.Range(other, urgent - other + 1).Any(number => sent[number].Rank == OutboundRank.UrgentInbox);
    }

    private static void Use(OutboundQueue queue, OutboundFrame[] frames)
    {
        foreach (var frame in frames)
        {
            queue.Enqueue(frame);
        }

        while (queue.Count > 0)
        {
            queue.Dequeue();
        }
    }

    /// <summary>Enqueues and takes as the steps say, then takes the rest. Frames are numbered in the order they came.</summary>
    private static (Dictionary<int, (string Log, OutboundRank Rank)> Sent, List<int> Taken, Dictionary<int, int[]> WaitingAt) Run(int[] steps, int kinds = 7)
    {
        var queue = new OutboundQueue();
        var sent = new Dictionary<int, (string Log, OutboundRank Rank)>();
        var waiting = new List<int>();
        var waitingAt = new Dictionary<int, int[]>();
        var taken = new List<int>();
        foreach (var step in steps)
        {
            if (step < 0 && queue.Count > 0)
            {
                var number = NumberOf(queue.Peek()!);
                NumberOf(queue.Dequeue()).ShouldBe(number);
                waiting.Remove(number).ShouldBeTrue();
                taken.Add(number);
            }
            else
            {
                var kind = Kinds[Math.Abs(step % kinds)];
                var number = sent.Count;
                if (kind.Rank >= OutboundRank.UrgentInbox)
                {
                    waitingAt.Add(number, [.. waiting]);
                }

                sent.Add(number, kind);
                waiting.Add(number);
                queue.Enqueue(Frame(number, kind.Rank));
            }

            queue.Count.ShouldBe(waiting.Count);
            queue.Bytes.ShouldBe(waiting.Sum(number => (long)Frame(number, OutboundRank.Common).Length));
        }

        taken.AddRange(Drain(queue));
        return (sent, taken, waitingAt);
    }

    private static List<int> Drain(OutboundQueue queue)
    {
        var taken = new List<int>();
        while (queue.Count > 0)
        {
            taken.Add(NumberOf(queue.Dequeue()));
        }

        return taken;
    }

    private static OutboundFrame Frame(int number, OutboundRank rank) => OutboundFrame.Text(Encoding.UTF8.GetBytes($"{number}"), rank);

    private static int NumberOf(OutboundFrame frame) => int.Parse(frame.Payload.Span, CultureInfo.InvariantCulture);
}
