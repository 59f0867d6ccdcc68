using System.Buffers.Text;
using System.Runtime.CompilerServices;
using System.Text.Unicode;
using Orleans.Realtime.Load.Wire;

namespace Orleans.Realtime.Load.Dialects;

/// <summary>How one server wants to be spoken to: joining rooms, publishing, and what its frames hold. One instance serves all connections to it.</summary>
internal abstract class Dialect
{
    private int _place;

    /// <summary>The opcode of what the client sends.</summary>
    public virtual int Opcode => FrameHeader.Text;

    /// <summary>Path and query of the upgrade.</summary>
    public abstract string Target(Member member);

    /// <summary>The socket is open: says who it is and joins.</summary>
    public virtual void OnUpgraded(Connection connection, IReceiver receiver)
    {
    }

    /// <summary>Takes the payload of one frame from the server.</summary>
    public abstract void Read(Connection connection, in FrameHeader header, ReadOnlySpan<byte> payload, IReceiver receiver);

    /// <summary>Writes a message that publishes to a room; answers its length.</summary>
    /// <param name="target">Large enough.</param>
    /// <param name="room">Where to.</param>
    /// <param name="data">What, of characters that need no escape.</param>
    /// <param name="id">With which the server shall answer; 0 for no answer.</param>
    public abstract int Publish(Span<byte> target, string room, ReadOnlySpan<byte> data, long id);

    /// <summary>Hands over the message that a frame holds, if it holds one.</summary>
    protected bool TryMessage(Connection connection, ReadOnlySpan<byte> frame, long seq, IReceiver receiver)
    {
        if (!Stamp.TryFind(frame, ref _place, out var stamp))
        {
            return false;
        }

        receiver.OnMessage(connection, stamp, seq);
        return true;
    }

    /// <summary>One of the answers to what <see cref="OnUpgraded"/> asked came; the last one makes the connection ready.</summary>
    protected static void OnAnswered(Connection connection, IReceiver receiver)
    {
        if (--connection.Awaited == 0)
        {
            receiver.OnReady(connection);
        }
    }

    /// <summary>Frames of this server hold whole messages.</summary>
    protected static void RequireWhole(in FrameHeader header)
    {
        if (!header.Final)
        {
            throw new InvalidDataException("The server cut a message into frames.");
        }
    }

    protected static int Join(Span<byte> target, [InterpolatedStringHandlerArgument(nameof(target))] ref Utf8.TryWriteInterpolatedStringHandler head, ReadOnlySpan<byte> data, ReadOnlySpan<byte> tail)
    {
        if (!Utf8.TryWrite(target, ref head, out var length))
        {
            throw new ArgumentException("The buffer is too short.", nameof(target));
        }

        data.CopyTo(target[length..]);
        tail.CopyTo(target[(length + data.Length)..]);
        return length + data.Length + tail.Length;
    }

    /// <summary>The number after a key; 0 where there is none.</summary>
    protected static long Number(ReadOnlySpan<byte> frame, ReadOnlySpan<byte> key)
    {
        var at = frame.IndexOf(key);
        return at >= 0 && Utf8Parser.TryParse(frame[(at + key.Length)..], out long value, out _) ? value : 0;
    }
}
