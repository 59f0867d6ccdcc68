using FsCheck;
using FsCheck.Fluent;
using Orleans.Realtime.Grains.Interfaces.Messaging;
using Orleans.Realtime.Grains.Log;
using static Orleans.Realtime.Grains.Tests.Log.LogTestData;

namespace Orleans.Realtime.Grains.Tests.Log;

/// <content>Properties over random histories. A history is an array of numbers, which shrinks well; each number names a step.</content>
public abstract partial class MessageLogContract
{
    [Fact]
    public void Append_ByTwoWritersWithStaleHeads_NeverYieldsGapRepeatOrLoss() => Check(
        async steps =>
        {
            LogId log = NewLog();
            IMessageLog[] views = [Store.Value, CreatePeer(Store.Value)];
            LogPosition[] believed = [(await views[0].OpenAsync(log, KeepAll)).Position, (await views[1].OpenAsync(log, KeepAll)).Position];
            var acknowledged = new List<string>();
            foreach (int step in steps)
            {
                int writer = step & 1;
                if (step % 5 == 0)
                {
                    believed[writer] = (await views[writer].OpenAsync(log, KeepAll)).Position;
                    continue;
                }

                Message[] batch = Entries(believed[writer], 1 + (step % 4), Clock);
                try
                {
                    LogHead head = await views[writer].AppendAsync(log, believed[writer], batch, KeepAll);
                    believed[writer].Seq.ShouldBe(acknowledged.Count);
                    acknowledged.AddRange(batch.Ids());
                    head.LastSeq.ShouldBe(acknowledged.Count);
                    believed[writer] = head.Position;
                }
                catch (LogConflictException conflict)
                {
                    believed[writer].Seq.ShouldNotBe(acknowledged.Count);
                    conflict.Actual.LastSeq.ShouldBe(acknowledged.Count);
                }
            }

            List<Message> all = await Store.Value.ReadAllAsync(log, KeepAll);
            all.Seqs().ShouldBe(Range(1, acknowledged.Count));
            all.Ids().ShouldBe(acknowledged);
        });

    [Fact]
    public void Retention_KeepsWhatTheModelKeeps() => Check(
        async steps =>
        {
            LogId log = NewLog();
            var retention = new LogRetention(1 + (steps.Length % 9), TimeSpan.FromMinutes(10));
            LogHead head = await Store.Value.OpenAsync(log, retention);
            var model = new List<Message>();
            foreach (int step in steps)
            {
                switch (step % 4)
                {
                    case 0:
                        Clock.Advance(TimeSpan.FromMinutes(step % 7));
                        head = await Store.Value.TrimAsync(log, retention);
                        break;
                    case 1:
                        Clock.Advance(TimeSpan.FromMinutes(step % 5));
                        head = await Store.Value.OpenAsync(log, retention);
                        break;
                    default:
                        Message[] batch = Entries(head.Position, 1 + (step % 6), Clock);
                        head = await Store.Value.AppendAsync(log, head.Position, batch, retention);
                        model.AddRange(batch);
                        break;
                }

                long oldest = (Clock.GetUtcNow() - TimeSpan.FromMinutes(10)).ToUnixTimeMilliseconds();
                List<Message> kept = [.. model.TakeLast(retention.MaxEntries).Where(message => message.CreatedAtUnixMs >= oldest)];
                (head.FirstSeq, head.LastSeq).ShouldBe((model.Count - kept.Count + 1, model.Count));
                (await Store.Value.ReadAllAsync(log, retention, page: 3)).Ids().ShouldBe(kept.Ids());
            }
        });

    [Fact]
    public void Read_PagesOfEitherDirection_JoinToTheWhole() => Check(
        async steps =>
        {
            LogId log = NewLog();
            LogHead head = await Store.Value.OpenAsync(log, KeepAll);
            if (steps.Length == 0)
            {
                return;
            }

            Message[] whole = Entries(head.Position, steps.Length * 3, Clock);
            await Store.Value.AppendAsync(log, head.Position, whole, KeepAll);
            var forward = new List<Message>();
            var backward = new List<Message>();
            for (int i = 0; forward.Count < whole.Length || backward.Count < whole.Length; i++)
            {
                int limit = 1 + (steps[i % steps.Length] % 13);
                forward.AddRange((await Store.Value.ReadAsync(log, LogRead.After(forward.Count, limit), KeepAll)).Messages);
                long before = backward.Count == 0 ? long.MaxValue : backward[0].Seq;
                backward.InsertRange(0, (await Store.Value.ReadAsync(log, LogRead.Before(before, limit), KeepAll)).Messages);
                i.ShouldBeLessThan(whole.Length);
            }

            forward.Ids().ShouldBe(whole.Ids());
            backward.Ids().ShouldBe(whole.Ids());
        });

    private static void Check(Func<int[], Task> property)
    {
        Arbitrary<int[]> histories = Arb.From(
            Gen.Choose(0, 9999).ArrayOf(),
            steps => ArbMap.Default.ArbFor<int[]>().Shrinker(steps).Where(shrunk => Array.TrueForAll(shrunk, step => step >= 0)));
        Prop.ForAll(histories, steps => property(steps).GetAwaiter().GetResult()).QuickCheckThrowOnFailure();
    }
}
