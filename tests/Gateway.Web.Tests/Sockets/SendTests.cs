using Orleans.Realtime.Gateway.Web.Sockets;

namespace Orleans.Realtime.Gateway.Web.Tests.Sockets;

public sealed class SendTests
{
    [Fact]
    public void Enqueued_WithoutFlush_IsNotWritten()
    {
        using var socket = TestSocket.Open();

        socket.Connection.TryEnqueue(TestSocket.Frame("a")).ShouldBeTrue();

        socket.Transport.Writes.ShouldBeEmpty();
        socket.Connection.QueuedFrames.ShouldBe(1);
    }

    [Fact]
    public void Waiting_GoesOutInOneWrite_InOrder()
    {
        using var socket = TestSocket.Open();
        var texts = Enumerable.Range(0, 200).Select(number => $"message {number}").ToList();
        texts.ForEach(text => socket.Connection.TryEnqueue(TestSocket.Frame(text)));

        socket.Connection.Flush();

        socket.Transport.Writes.Count.ShouldBe(1);
        socket.Transport.Frames.Select(frame => frame.Text).ShouldBe(texts);
    }

    [Fact]
    public void Waiting_MoreThanABuffer_GoesOutInSeveralWritesOfAtMostABuffer()
    {
        using var socket = TestSocket.Open(options => options.WriteBufferBytes = 4096);
        var texts = Enumerable.Range(0, 200).Select(number => $"{number} {new string('x', 90)}").ToList();
        texts.ForEach(text => socket.Connection.TryEnqueue(TestSocket.Frame(text)));

        socket.Connection.Flush();

        socket.Transport.Writes.Count.ShouldBeInRange(4, 8);
        socket.Transport.Writes.ShouldAllBe(length => length <= 4096);
        socket.Transport.Frames.Select(frame => frame.Text).ShouldBe(texts);
    }

    [Fact]
    public void LongFrame_GoesOutInParts_WithoutChangingTheOrder()
    {
        using var socket = TestSocket.Open();
        string[] texts = ["before", new('x', 500_000), "after", new('y', 20_000), "end"];
        foreach (var text in texts)
        {
            socket.Connection.TryEnqueue(TestSocket.Frame(text));
        }

        socket.Connection.Flush();

        socket.Transport.Writes.ShouldAllBe(length => length <= 65_536);
        socket.Transport.Frames.Select(frame => frame.Text).ShouldBe(texts);
    }

    [Fact]
    public void WhatComesDuringAWrite_FollowsTogetherWhenItEnds()
    {
        using var socket = TestSocket.Open();
        socket.Transport.StallWrites = true;
        socket.Connection.Send(TestSocket.Frame("0"));
        for (var number = 1; number < 100; number++)
        {
            socket.Connection.Send(TestSocket.Frame($"{number}"));
        }

        socket.Transport.Writes.Count.ShouldBe(1);
        socket.Transport.Resume();

        socket.Transport.Writes.Count.ShouldBe(2);
        socket.Transport.Frames.Select(frame => frame.Text).ShouldBe(Enumerable.Range(0, 100).Select(number => $"{number}"));
    }

    [Fact]
    public async Task Send_FromManyThreads_LosesAndMixesNothing()
    {
        using var socket = TestSocket.Open(options => options.SendQueueFrames = options.SendQueueHardFrames = 65_536);
        await Parallel.ForEachAsync(Enumerable.Range(0, 4), (sender, _) =>
        {
            for (var number = 0; number < 2000; number++)
            {
                socket.Connection.Send(TestSocket.Frame($"{sender}:{number}")).ShouldBeTrue();
            }

            return ValueTask.CompletedTask;
        });

        var frames = socket.Transport.Frames.ConvertAll(frame => frame.Text.Split(':'));
        frames.Count.ShouldBe(8000);
        foreach (var sender in frames.GroupBy(parts => parts[0], parts => int.Parse(parts[1], System.Globalization.CultureInfo.InvariantCulture)))
        {
            sender.ShouldBe(Enumerable.Range(0, 2000));
        }
    }

    [Fact]
    public void Encoding_IsMadeOnceAndSharedByAllSockets()
    {
        var frame = TestSocket.Frame(string.Concat(Enumerable.Repeat("the same again, ", 100)));

        var first = frame.Encoded(compressed: true, threshold: 512);
        var second = frame.Encoded(compressed: true, threshold: 512);
        var plain = frame.Encoded(compressed: false, threshold: 512);

        first.Equals(second).ShouldBeTrue();
        first.Length.ShouldBeLessThan(plain.Length);
        plain.Equals(frame.Encoded(compressed: false, threshold: 512)).ShouldBeTrue();
        ServerFrame.ParseAll(first.Span).ShouldHaveSingleItem().Text.ShouldBe(ServerFrame.ParseAll(plain.Span).ShouldHaveSingleItem().Text);
    }

    [Fact]
    public void Encoding_BelowTheThresholdOrNotSmaller_IsThePlainOne()
    {
        var random = new byte[4000];
        new Random(1).NextBytes(random);
        var noise = OutboundFrame.Text(random);
        var small = TestSocket.Frame(new string('x', 511));

        noise.Encoded(compressed: true, threshold: 512).Equals(noise.Encoded(compressed: false, threshold: 512)).ShouldBeTrue();
        small.Encoded(compressed: true, threshold: 512).Length.ShouldBe(small.Length);
        OutboundFrame.Text([]).Encoded(compressed: true, threshold: 0).Length.ShouldBe(2);
    }

    [Fact]
    public void Compression_IsUsedOnlyWhereItWasAgreed()
    {
        using var plain = TestSocket.Open();
        using var compressing = TestSocket.Open(compression: true);
        var frame = TestSocket.Frame(new string('x', 5000));

        plain.Connection.Send(frame);
        compressing.Connection.Send(frame);
        compressing.Connection.Send(TestSocket.Frame("small"));

        plain.Transport.Frames.ShouldHaveSingleItem().IsCompressed.ShouldBeFalse();
        compressing.Transport.Frames.Select(sent => sent.IsCompressed).ShouldBe([true, false]);
        compressing.Transport.Frames[0].Text.ShouldBe(new string('x', 5000));
    }

    [Theory]
    [InlineData(0, 2)]
    [InlineData(125, 2)]
    [InlineData(126, 4)]
    [InlineData(65_535, 4)]
    [InlineData(65_536, 10)]
    public void Frame_HasTheShortestHeader(int payload, int header) =>
        OutboundFrame.Text(new byte[payload]).Length.ShouldBe(payload + header);

    [Fact]
    public async Task BrokenConnection_WhileSending_EndsTheSocketQuietly()
    {
        using var socket = TestSocket.Open();
        socket.Transport.WriteFault = new IOException("reset");

        socket.Connection.Send(TestSocket.Frame("a"));

        var closure = await socket.EndedAsync();
        closure.ShouldBe(new SocketClosure(SocketCloseInitiator.Abort, 1006, "", socket.Transport.WriteFault));
        socket.Connection.TryEnqueue(TestSocket.Frame("b")).ShouldBeFalse();
        socket.Log.Highest.ShouldBe(Microsoft.Extensions.Logging.LogLevel.Debug);
    }

    [Fact]
    public void RestingSocket_HoldsNoQueueAndNoBuffer()
    {
        using var socket = TestSocket.Open();
        for (var round = 0; round < 3; round++)
        {
            for (var number = 0; number < 1000; number++)
            {
                socket.Connection.TryEnqueue(TestSocket.Frame("x"));
            }

            socket.Connection.Flush();
            socket.Connection.QueuedFrames.ShouldBe(0);
        }

        socket.Transport.BuffersAsked.ShouldBe(0, "a waiting read needs no buffer");
    }

    [Fact]
    public void SendingASharedFrame_AllocatesNothing()
    {
        using var socket = new TestSocket();
        using var sink = new NullTransportSocket(socket.Services);
        var frame = TestSocket.Frame(new string('x', 200));
        Repeat(1000);
        var before = GC.GetAllocatedBytesForCurrentThread();

        Repeat(10_000);

        // The smallest object for each round would be 240,000 bytes; a buffer that a collection took from the pool is a few thousand.
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(24_000);

        void Repeat(int count)
        {
            for (var number = 0; number < count; number++)
            {
                sink.Connection.TryEnqueue(frame);
                sink.Connection.TryEnqueue(frame);
                sink.Connection.Flush();
                sink.Connection.Send(frame);
            }
        }
    }

    private sealed class NullTransportSocket(SocketServices services) : IDisposable
    {
        public WebSocketConnection Connection { get; } = services.Create(new NullTransport(), compression: false);

        public void Dispose() => Connection.Abort();
    }

    private sealed class NullTransport : SocketTransport
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer) => ValueTask.FromResult(0);

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer) => ValueTask.CompletedTask;

        public override void Abort()
        {
        }

        public override ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
