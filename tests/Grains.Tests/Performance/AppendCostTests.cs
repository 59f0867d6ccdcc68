using Orleans.Realtime.Grains.Interfaces.Messaging;
using Orleans.Realtime.Grains.Log;
using Orleans.Realtime.Grains.Tests.Log;

namespace Orleans.Realtime.Grains.Tests.Performance;

/// <summary>What an append allocates beside its message: the entry with its number, its receipt, and what carries them. A third more than was measured.</summary>
public sealed class AppendCostTests
{
    /// <summary>Beyond these the window's tables do not grow for as many messages as are measured.</summary>
    private const int WarmUp = 4_500;

    private const int Appends = 3_000;

    [Theory]
    [InlineData(1, 490)]
    [InlineData(20, 270)]
    public void Append_AllocatesNoMoreThanItsEntriesAndReceipts(int messages, int mostBytes)
    {
        var writer = new LogWriterFixture().NewWriter(owner: new QuietListener());
        writer.OpenAsync().IsCompletedSuccessfully.ShouldBeTrue();
        Append(writer, Batches(WarmUp / messages, messages));
        var batches = Batches(Appends / messages, messages);

        var before = GC.GetAllocatedBytesForCurrentThread();
        Append(writer, batches);
        var bytes = (GC.GetAllocatedBytesForCurrentThread() - before) / Appends;

        bytes.ShouldBeLessThan(mostBytes);
    }

    private static Message[][] Batches(int count, int messages) =>
        [.. Enumerable.Range(0, count).Select(_ => Enumerable.Range(0, messages).Select(_ => LogTestData.NewMessage(bytes: 200)).ToArray())];

    private static void Append(LogWriter writer, Message[][] batches)
    {
        foreach (var batch in batches)
        {
            if (!writer.AppendAsync(batch).IsCompletedSuccessfully)
            {
                throw new InvalidOperationException("The log in memory answers at once.");
            }
        }
    }

    private sealed class QuietListener : ILogListener
    {
        public bool CanDeliverLive => false;

        public void OnAppended(IReadOnlyList<Message> entries)
        {
        }

        public void OnLive(IReadOnlyList<Message> messages)
        {
        }

        public void OnFenced()
        {
        }
    }
}
