using Orleans.Realtime.Grains.Delivery;
using Orleans.Realtime.Grains.Interfaces.Messaging;

namespace Orleans.Realtime.Grains.Tests.Delivery;

/// <summary>A log in a list.</summary>
internal sealed class FakeSource : IDeliverySource
{
    private readonly List<Message> _messages = [];
    private readonly Queue<TaskCompletionSource> _reads = new();

    public LogId Log { get; } = LogId.Room("r");

    public string Epoch { get; set; } = "e1";

    public long LastSeq => _messages.Count;

    public long FirstSeq { get; set; } = 1;

    /// <summary>Reads wait until <see cref="ReleaseReads"/>, as when the log is asked and not the memory.</summary>
    public bool SlowReads { get; set; }

    public int FailReads { get; set; }

    public void Append(int count, int size = 10)
    {
        for (var i = 0; i < count; i++)
        {
            _messages.Add(new() { Seq = LastSeq + 1, Id = $"m{LastSeq + 1}", Data = new byte[size] });
        }
    }

    public int TimesCaughtUp { get; private set; }

    public void OnCaughtUp() => TimesCaughtUp++;

    public void ReleaseReads()
    {
        while (_reads.TryDequeue(out var read))
        {
            read.SetResult();
        }
    }

    public async ValueTask<DeliveryChunk> ReadAfterAsync(long afterSeq, int maxMessages, int maxBytes)
    {
        if (FailReads > 0)
        {
            FailReads--;
            throw new InvalidOperationException("The log is out of reach.");
        }

        if (SlowReads)
        {
            var wait = new TaskCompletionSource();
            _reads.Enqueue(wait);
            await wait.Task;
        }

        var after = Math.Min(Math.Max(afterSeq, FirstSeq - 1), LastSeq);
        return new(after, [.. _messages.Skip((int)after).Take(maxMessages)]);
    }
}
