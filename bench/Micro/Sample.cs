using System.Globalization;
using Orleans.Realtime.Grains.Interfaces.Messaging;

namespace Orleans.Realtime.Micro;

/// <summary>The message that everything here is measured with: 200 bytes, as in the other works.</summary>
internal static class Sample
{
    private static readonly byte[] Data = [(byte)'"', .. Enumerable.Repeat((byte)'x', 198), (byte)'"'];
    private static long _id;

    public static LogId Room { get; } = LogId.Room("bench");

    /// <summary>One with an id that no other has.</summary>
    public static Message Next() => new() { Id = Interlocked.Increment(ref _id).ToString(CultureInfo.InvariantCulture), SenderId = "u1", Data = Data };

    /// <summary>One such message as grains take them: no other kind of list has a copier in every runtime.</summary>
    public static Message[] NextBatch() => [Next()];
}
