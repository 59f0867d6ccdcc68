using FsCheck;
using FsCheck.Fluent;
using Orleans.Realtime.Gateway.Web.Sockets;

namespace Orleans.Realtime.Gateway.Web.Tests.Sockets;

public sealed class OutboundQueueTests
{
    [Fact]
    public void AnyUse_BehavesAsAQueue() =>
        Prop.ForAll(ArbMap.Default.ArbFor<int[]>(), steps =>
        {
            var queue = new OutboundQueue();
            var model = new Queue<OutboundFrame>();
            foreach (var step in steps)
            {
                switch (step % 5)
                {
                    case 0 when step % 20 == 0:
                        queue.Clear();
                        model.Clear();
                        break;
                    case < 0 when model.Count > 0:
                        queue.Peek().ShouldBeSameAs(model.Peek());
                        queue.Dequeue().ShouldBeSameAs(model.Dequeue());
                        break;
                    default:
                        for (var count = 0; count < Math.Abs(step % 50); count++)
                        {
                            var frame = OutboundFrame.Text(new byte[count]);
                            queue.Enqueue(frame);
                            model.Enqueue(frame);
                        }

                        break;
                }

                queue.Count.ShouldBe(model.Count);
                queue.Bytes.ShouldBe(model.Sum(frame => (long)frame.Length));
            }

            while (model.TryDequeue(out var frame))
            {
                queue.Dequeue().ShouldBeSameAs(frame);
            }

            queue.Peek().ShouldBeNull();
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(300));
}
