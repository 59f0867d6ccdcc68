using System.Text.Unicode;

namespace Orleans.Realtime.Gateway.Web.Sockets;

/// <summary>
/// Parses what a client sends, strictly (RFC 6455, RFC 7692), from bytes that come in pieces of any size. Knows no connection:
/// <see cref="GetMemory"/>, <see cref="Advance"/>, then <see cref="Read"/> until it wants more bytes. Faults of the peer are
/// answers, not exceptions.
/// </summary>
/// <remarks>A message in one frame is handed out from where it was received; only fragments are put together in a second buffer.</remarks>
internal sealed class WebSocketFrameReader(int maxMessageBytes, bool deflate)
{
    // For a peer that sends more than a first buffer holds: fewer reads, and what comes in one is handled together.
    private const int AmpleLength = 32 * 1024;

    // A deflate encoder adds at most 5 bytes to a block it cannot shrink, and no sane one makes blocks below 1 KiB.
    private readonly int _maxCompressedBytes = maxMessageBytes + (maxMessageBytes / 128) + 64;

    private ReceiveBuffer _input;
    private ReceiveBuffer _fragments;
    private ReceiveBuffer _inflated;

    // The frame whose payload is being received, and how much of it has been unmasked or, for a fragment, moved on.
    private FrameHeader _frame;
    private int _done;
    private bool _inFrame;

    // The message that the frame belongs to.
    private bool _inMessage;
    private bool _compressed;
    private int _valid;

    // What has been handed out from the input, dropped at the next read.
    private int _handedOut;
    private CloseSeeker _seeker;
    private bool _discarding;

    // Whether the last read left no room, so that more is waiting.
    private bool _filled;
    private int _frames;

    /// <summary>Room for the next bytes from the connection.</summary>
    public Memory<byte> GetMemory(int wanted = 1) => _input.GetFree(_filled ? Math.Max(wanted, AmpleLength) : wanted);

    /// <summary>Notes that bytes were put into that room.</summary>
    public void Advance(int count) => _filled = _input.Advance(count);

    /// <summary>Gives the buffer back if no bytes are in it: before waiting for some.</summary>
    public void ReleaseIfEmpty()
    {
        if (_input.Length == 0)
        {
            _input.Release();
        }
    }

    /// <summary>Frames since the last call of this.</summary>
    public int TakeFrameCount()
    {
        var frames = _frames;
        _frames = 0;
        return frames;
    }

    /// <summary>From now on only looks for the peer's close frame, leniently: the socket is closing.</summary>
    public void Discard()
    {
        if (_discarding)
        {
            return;
        }

        DropHandedOut();
        _discarding = true;
        if (_inFrame)
        {
            _seeker.Skip(_frame.PayloadLength - (IsInPlace ? 0 : _done));
        }

        _fragments.Release();
    }

    /// <summary>Goes on parsing. What the last call handed out is no longer valid.</summary>
    public SocketRead Read()
    {
        DropHandedOut();
        while (true)
        {
            if (_discarding)
            {
                return SeekClose();
            }

            if (!_inFrame)
            {
                if (CheckStart() is { } fault)
                {
                    return fault;
                }

                if (!FrameHeader.TryParse(_input.Span, out _frame))
                {
                    return default;
                }

                if (CheckLength() is { } tooLong)
                {
                    return tooLong;
                }

                BeginFrame();
            }

            var complete = IsInPlace ? ReceiveInPlace() : ReceiveFragment();
            if (_discarding)
            {
                return FrameRules.Violation(CloseCodes.InvalidPayload, "not UTF-8");
            }

            if (!complete)
            {
                return default;
            }

            if (EndFrame() is { } read)
            {
                return read;
            }
        }
    }

    /// <summary>Gives all buffers back; for the end.</summary>
    public void Release()
    {
        _input.Release();
        _fragments.Release();
        _inflated.Release();
    }

    // A control frame, or a data frame that is a message alone.
    private bool IsInPlace => Opcodes.IsControl(_frame.Opcode) || (_frame.Fin && !_inMessage);

    // What the first two bytes tell is judged as soon as they are there.
    private SocketRead? CheckStart()
    {
        var bytes = _input.Span;
        return bytes.Length < 2 ? null : FrameRules.CheckStart(FrameHeader.Peek(bytes[0], bytes[1]), _inMessage, deflate);
    }

    private SocketRead? CheckLength()
    {
        if (_frame.PayloadLength < 0 || !_frame.MinimalLength)
        {
            return FrameRules.Violation(CloseCodes.ProtocolError, "bad length encoding");
        }

        var isCompressed = _frame.Opcode == Opcodes.Continuation ? _compressed : _frame.Rsv1;
        var limit = isCompressed ? _maxCompressedBytes : maxMessageBytes;
        return !Opcodes.IsControl(_frame.Opcode) && _frame.PayloadLength > limit - _fragments.Length
            ? FrameRules.Violation(CloseCodes.MessageTooBig, "message over the limit")
            : null;
    }

    private void BeginFrame()
    {
        _input.Consume(_frame.HeaderLength);
        _inFrame = true;
        _done = 0;
        _frames++;
        if (_frame.Opcode == Opcodes.Text)
        {
            _compressed = _frame.Rsv1;
            _valid = 0;
        }
    }

    // The payload stays in the input until it is complete. True when it is.
    private bool ReceiveInPlace()
    {
        var length = (int)_frame.PayloadLength;
        var available = Math.Min(length, _input.Length);
        var payload = _input.Span[..available];
        Masking.Apply(payload[_done..], _frame.Mask, _done);
        _done = available;
        if (available < length && _frame.Opcode == Opcodes.Text && !_compressed)
        {
            CheckText(payload);
        }

        return available == length;
    }

    // The payload moves on to the other fragments as it comes. True when it is complete.
    private bool ReceiveFragment()
    {
        _inMessage = true;
        var count = (int)Math.Min(_frame.PayloadLength - _done, _input.Length);
        var payload = _input.Span[..count];
        Masking.Apply(payload, _frame.Mask, _done);
        _fragments.Append(payload);
        _input.Consume(count);
        _done += count;
        if (!_compressed)
        {
            CheckText(_fragments.Span);
        }

        return _done == _frame.PayloadLength;
    }

    private void CheckText(ReadOnlySpan<byte> text)
    {
        if (!Utf8Progress.TryAdvance(text, ref _valid))
        {
            Discard();
        }
    }

    // Null when there is nothing to hand out: a fragment, with more to come.
    private SocketRead? EndFrame()
    {
        _inFrame = false;
        if (Opcodes.IsControl(_frame.Opcode))
        {
            return EndControl();
        }

        if (!_inMessage)
        {
            return EndMessage(HandOut());
        }

        if (!_frame.Fin)
        {
            return null;
        }

        _inMessage = false;
        return EndMessage(_fragments.Memory);
    }

    private SocketRead EndMessage(ReadOnlyMemory<byte> payload)
    {
        if (_compressed)
        {
            var code = MessageInflater.Inflate(payload, maxMessageBytes, out var message, out var length);
            if (code != 0)
            {
                return FrameRules.Violation(code, code == CloseCodes.MessageTooBig ? "message over the limit" : "corrupt compressed data");
            }

            _inflated.Take(message, length);
            payload = _inflated.Memory;
        }

        return Utf8.IsValid(payload.Span[Math.Min(_valid, payload.Length)..])
            ? new SocketRead(SocketReadKind.Text, payload, 0, string.Empty)
            : FrameRules.Violation(CloseCodes.InvalidPayload, "not UTF-8");
    }

    private SocketRead EndControl()
    {
        var payload = HandOut();

        // Even a wrong one is the last frame that comes.
        _seeker.Found = _frame.Opcode == Opcodes.Close;
        return _frame.Opcode switch
        {
            Opcodes.Ping => new SocketRead(SocketReadKind.Ping, payload, 0, string.Empty),
            Opcodes.Pong => new SocketRead(SocketReadKind.Pong, payload, 0, string.Empty),
            _ => FrameRules.ReadClose(payload.Span),
        };
    }

    private ReadOnlyMemory<byte> HandOut()
    {
        _handedOut = (int)_frame.PayloadLength;
        return _input.Memory[.._handedOut];
    }

    private void DropHandedOut()
    {
        _input.Consume(_handedOut);
        _handedOut = 0;
        _inflated.Release();
        if (!_inMessage)
        {
            _fragments.Release();
        }
    }

    private SocketRead SeekClose()
    {
        _seeker.Seek(ref _input);
        return _seeker.Found ? new SocketRead(SocketReadKind.Close, default, CloseCodes.NoStatus, string.Empty) : default;
    }
}
