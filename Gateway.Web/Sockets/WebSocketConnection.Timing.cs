using System.Buffers.Binary;

namespace Orleans.Realtime.Gateway.Web.Sockets;

internal sealed partial class WebSocketConnection
{
    private long _deadline;
    private long _nextPing;
    private long _lastReceived;
    private uint _lastPing;
    private uint _lastPong;

    /// <summary>Asks for a ping earlier than the next regular one, to have confirmed soon what has been sent. Call it after enqueuing.</summary>
    public void RequestPing(TimeSpan within)
    {
        var due = _services.Wheel.Now + (long)within.TotalMilliseconds;
        if (Volatile.Read(ref _nextPing) <= due)
        {
            return;
        }

        lock (_queue)
        {
            _nextPing = Math.Min(_nextPing, due);
        }

        _services.Wheel.Schedule(this, due);
    }

    /// <inheritdoc/>
    internal override long OnDue(long now)
    {
        if (_phase != SocketPhase.Open)
        {
            if (now >= _deadline)
            {
                Abort();
            }

            return Math.Max(_deadline, now + (long)ConnectionWheel.TickInterval.TotalMilliseconds);
        }

        var options = _services.Options;
        var next = CheckWrite(now, options);
        var silentAt = Volatile.Read(ref _lastReceived) + (long)options.IdleTimeout.TotalMilliseconds;
        if (now >= silentAt)
        {
            Close(CloseCodes.Silent, "silent");
        }
        else
        {
            next = Math.Min(next, Math.Min(silentAt, Ping(now, options)));
        }

        return _phase == SocketPhase.Open ? next : _deadline;
    }

    private void StartTiming()
    {
        var now = _services.Wheel.Now;
        var interval = _services.Options.PingInterval.TotalMilliseconds;
        _lastReceived = now;

        // The first ping comes at a random time, so that sockets that were opened together do not ping together.
        _nextPing = now + (long)(interval * (0.5 + (0.5 * Random.Shared.NextDouble())));
        _services.Wheel.Add(this, _nextPing);
    }

    private long Ping(long now, SocketOptions options)
    {
        uint number;
        long next;
        lock (_queue)
        {
            if (now < _nextPing)
            {
                return _nextPing;
            }

            next = _nextPing = now + (long)options.PingInterval.TotalMilliseconds;
            number = ++_lastPing;
        }

        _handler!.OnPing(number);
        Send(OutboundFrame.Ping(number));
        return next;
    }

    private void OnPong(ISocketHandler handler, ReadOnlySpan<byte> payload)
    {
        if (payload.Length != sizeof(uint))
        {
            return;
        }

        // A pong that answers no ping of ours, or one that is answered already, says nothing.
        var number = BinaryPrimitives.ReadUInt32BigEndian(payload);
        if (number > _lastPong && number <= Volatile.Read(ref _lastPing))
        {
            _lastPong = number;
            handler.OnPong(number);
        }
    }

    private long CheckWrite(long now, SocketOptions options)
    {
        long graceEnds;
        long timeout;
        lock (_queue)
        {
            var started = Volatile.Read(ref _writeStarted);
            if (started == 0 || _phase != SocketPhase.Open)
            {
                return long.MaxValue;
            }

            graceEnds = started + (long)options.SlowConsumerGrace.TotalMilliseconds;
            timeout = started + (long)options.WriteTimeout.TotalMilliseconds;
            if (now < timeout && (now < graceEnds || _queue.Count < options.SendQueueFrames))
            {
                return now < graceEnds ? graceEnds : timeout;
            }

            CutOff();
        }

        // The write may have ended just now: then nobody else would send the close frame.
        Flush();
        return long.MaxValue;
    }

    // The lock is held.
    private bool IsTooSlowFor(OutboundFrame frame)
    {
        var count = _queue.Count;
        if (count == 0)
        {
            return false;
        }

        var options = _services.Options;
        if (count >= options.SendQueueHardFrames || _queue.Bytes + frame.Length > options.SendQueueBytes)
        {
            return true;
        }

        var started = Volatile.Read(ref _writeStarted);
        return count >= options.SendQueueFrames
            && started != 0
            && _services.Wheel.Now - started >= (long)options.SlowConsumerGrace.TotalMilliseconds;
    }

    // The lock is held. What waits is dropped: the session resumes from the log. The close frame goes behind the write in
    // progress, since a frame that has begun must end, or the client could not read the code.
    private void CutOff()
    {
        _services.Metrics.SlowConsumer();
        _queue.Clear();
        BeginClose(SocketCloseInitiator.Server, CloseCodes.SlowConsumer, "slow consumer", _services.Options.SlowConsumerCloseTimeout);
    }
}
