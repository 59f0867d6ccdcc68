using Orleans.Realtime.Grains.Interfaces.Messaging;

namespace Orleans.Realtime.Grains.Delivery;

/// <summary>The log that pumps deliver from, as its owner knows it.</summary>
internal interface IDeliverySource
{
    LogId Log { get; }

    string Epoch { get; }

    /// <summary>The newest position that is durable: nothing beyond it is delivered.</summary>
    long LastSeq { get; }

    /// <summary>Every receiver of a kind has everything: perhaps nothing needs to be kept at hand any more.</summary>
    void OnCaughtUp();

    /// <summary>What follows a position, from memory when it is still there (then the task is complete at once), else from the log.</summary>
    ValueTask<DeliveryChunk> ReadAfterAsync(long afterSeq, int maxMessages, int maxBytes);
}
