using System.Text;
using Orleans.Realtime.Grains.Interfaces.Streams;

namespace Orleans.Realtime.Grains.Tests.Streams;

/// <summary>What tests put into streams.</summary>
internal static class SomeStream
{
    public static StreamPublish Publish(params string[] data) => new(Array.ConvertAll(data, static one => new StreamMessage(Encoding.UTF8.GetBytes(one))));

    /// <summary>A message with an id of its own.</summary>
    public static StreamPublish Own(ulong milliseconds, ulong number) => new([new StreamMessage("1"u8.ToArray(), new(milliseconds, number))]);

    public static string Text(StreamEntry entry) => Encoding.UTF8.GetString(entry.Data);
}
