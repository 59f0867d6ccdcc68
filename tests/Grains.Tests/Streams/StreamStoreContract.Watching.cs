using Orleans.Realtime.Grains.Interfaces.Streams;

namespace Orleans.Realtime.Grains.Tests.Streams;

/// <content>Who watches is woken.</content>
public abstract partial class StreamStoreContract
{
    [Fact]
    public async Task Watch_IsWokenByEverybodysEntries_UntilItIsDisposed()
    {
        using var woken = new SemaphoreSlim(0);
        var watch = Store.Value.Watch(Stream, StreamId.Zero, () => woken.Release());

        for (var round = 0; round < 5; round++)
        {
            await (round % 2 == 0 ? Store.Value : Peer).PublishAsync(Stream, [Of("*")], 0, Window);
            (await woken.WaitAsync(Soon)).ShouldBeTrue();
            while (await woken.WaitAsync(TimeSpan.FromMilliseconds(20)))
            {
                // Now and then it is called for nothing.
            }
        }

        watch.Dispose();
        while (await woken.WaitAsync(TimeSpan.FromMilliseconds(50)))
        {
            // Was on its way.
        }

        await PublishAsync("*");
        (await woken.WaitAsync(TimeSpan.FromMilliseconds(100))).ShouldBeFalse();
    }

    [Fact]
    public async Task Watch_IsWokenByWhatIsThereAlready()
    {
        using var woken = new SemaphoreSlim(0);
        var ids = await PublishManyAsync(2);

        using (Store.Value.Watch(Stream, ids[0], () => woken.Release()))
        {
            (await woken.WaitAsync(Soon)).ShouldBeTrue();
        }
    }

    [Fact]
    public async Task Watch_OfManyStreams_WakesTheRightOnes()
    {
        string[] streams = [.. Enumerable.Range(0, 20).Select(i => $"{Stream}-{i}")];
        SemaphoreSlim[] woken = [.. streams.Select(_ => new SemaphoreSlim(0))];
        IDisposable[] watches = [.. streams.SelectMany((stream, i) => (IDisposable[])
        [
            Store.Value.Watch(stream, StreamId.Zero, () => woken[i].Release()), Peer.Watch(stream, StreamId.Zero, () => woken[i].Release()),
        ])];

        await Task.WhenAll(streams.Where((_, i) => i % 2 == 0).Select(stream => Peer.PublishAsync(stream, [Of("*")], 0, Window).AsTask()));

        for (var i = 0; i < streams.Length; i += 2)
        {
            (await woken[i].WaitAsync(Soon)).ShouldBeTrue();
            (await woken[i].WaitAsync(Soon)).ShouldBeTrue("both watch it");
        }

        foreach (var watch in watches)
        {
            watch.Dispose();
            watch.Dispose();
        }
    }
}
