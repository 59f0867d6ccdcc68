using System.Diagnostics.Metrics;
using System.Globalization;

namespace Orleans.Realtime.Gateway.Web.Sockets;

/// <summary>What the sockets of this gateway do, in numbers. Tags are close codes only: never a user, a room or an address.</summary>
internal sealed class SocketMetrics
{
    /// <summary>The meter of the whole gateway.</summary>
    public const string MeterName = "Orleans.Realtime.Gateway";

    private readonly StripedCounter _framesReceived = new();
    private readonly StripedCounter _bytesReceived = new();
    private readonly StripedCounter _framesSent = new();
    private readonly StripedCounter _bytesSent = new();
    private readonly Counter<long> _slowConsumers;
    private readonly Counter<long> _closes;
    private long _connections;
    private long _opened;
    private long _closed;
    private long _refused;
    private long _slow;

    public SocketMetrics(IMeterFactory meterFactory)
    {
        var meter = meterFactory.Create(MeterName);
        // Observed and not added up: the autoscaler needs its zero before the first client comes.
        meter.CreateObservableUpDownCounter("realtime.gateway.connections", () => Interlocked.Read(ref _connections), "{connection}", "WebSockets that are open now.");
        _slowConsumers = meter.CreateCounter<long>("realtime.gateway.slow_consumers", "{connection}", "WebSockets cut off because the client did not read.");
        _closes = meter.CreateCounter<long>("realtime.gateway.closes", "{connection}", "WebSockets that ended, by the first close code; 1006 without one.");
        meter.CreateObservableCounter("realtime.gateway.frames.received", () => _framesReceived.Value, "{frame}", "WebSocket frames from clients, control frames included.");
        meter.CreateObservableCounter("realtime.gateway.received", () => _bytesReceived.Value, "By", "WebSocket bytes from clients, headers included.");
        meter.CreateObservableCounter("realtime.gateway.frames.sent", () => _framesSent.Value, "{frame}", "WebSocket frames to clients, control frames included.");
        meter.CreateObservableCounter("realtime.gateway.sent", () => _bytesSent.Value, "By", "WebSocket bytes to clients, headers included.");
    }

    /// <summary>Frames from clients so far.</summary>
    public long FramesReceived => _framesReceived.Value;

    /// <summary>Frames to clients so far.</summary>
    public long FramesSent => _framesSent.Value;

    /// <summary>Bytes from clients so far.</summary>
    public long BytesReceived => _bytesReceived.Value;

    /// <summary>Bytes to clients so far.</summary>
    public long BytesSent => _bytesSent.Value;

    /// <summary>Sockets that are open now.</summary>
    public long OpenNow => Interlocked.Read(ref _connections);

    /// <summary>Sockets that were opened so far.</summary>
    public long OpenedTotal => Interlocked.Read(ref _opened);

    /// <summary>Sockets that have ended so far.</summary>
    public long ClosedTotal => Interlocked.Read(ref _closed);

    /// <summary>Handshakes that were refused so far.</summary>
    public long RefusedTotal => Interlocked.Read(ref _refused);

    /// <summary>Sockets that were cut off so far because the client did not read.</summary>
    public long SlowConsumersTotal => Interlocked.Read(ref _slow);

    /// <summary>A socket was opened.</summary>
    public void Opened()
    {
        Interlocked.Increment(ref _opened);
        Interlocked.Increment(ref _connections);
    }

    /// <summary>A handshake was refused.</summary>
    public void Refused() => Interlocked.Increment(ref _refused);

    /// <summary>A socket has ended.</summary>
    public void Closed(int code)
    {
        Interlocked.Increment(ref _closed);
        Interlocked.Decrement(ref _connections);
        _closes.Add(1, new KeyValuePair<string, object?>("code", Tag(code)));
    }

    /// <summary>A socket is being cut off.</summary>
    public void SlowConsumer()
    {
        Interlocked.Increment(ref _slow);
        _slowConsumers.Add(1);
    }

    /// <summary>Frames were parsed.</summary>
    public void Received(int frames, int bytes)
    {
        _framesReceived.Add(frames);
        _bytesReceived.Add(bytes);
    }

    /// <summary>Frames were written.</summary>
    public void Sent(int frames, int bytes)
    {
        _framesSent.Add(frames);
        _bytesSent.Add(bytes);
    }

    // Clients may close with any of 2,000 private codes: the set of tags stays closed.
    private static string Tag(int code) =>
        CloseCodes.Find(code) is not null || code is CloseCodes.NoStatus or CloseCodes.Abnormal
            ? code.ToString(CultureInfo.InvariantCulture)
            : "other";
}
