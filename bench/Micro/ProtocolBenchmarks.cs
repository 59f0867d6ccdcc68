using BenchmarkDotNet.Attributes;
using Orleans.Realtime.Gateway.Web.Delivery;
using Orleans.Realtime.Gateway.Web.Protocol;
using Orleans.Realtime.Gateway.Web.Sockets;
using Orleans.Realtime.Grains.Interfaces.Messaging;

namespace Orleans.Realtime.Micro;

/// <summary>From bytes to a frame, and from a message to bytes.</summary>
public class ProtocolBenchmarks
{
    private readonly byte[] _frame = [.. "{\"type\":\"room\",\"id\":\"4711\",\"room_id\":\"bench\",\"data\":\""u8, .. Enumerable.Repeat((byte)'x', 198), .. "\"}"u8];
    private readonly ClientFrameParser _parser = new();
    private readonly FrameEncoder _encoder = new();
    private readonly Message _message = Sample.Next();

    /// <summary>A client's <c>room</c> frame with an id.</summary>
    [Benchmark]
    public bool ParseRoomFrame() => _parser.TryParse(_frame, out _, out _);

    /// <summary>The frame that all members of a room share.</summary>
    [Benchmark]
    public int EncodeRoomFrame() => _encoder.Encode(Sample.Room, _message).Length;
}
