using Orleans.Lite.Membership;
using Orleans.Lite.Messaging;
using Orleans.Lite.Wire;
using Orleans.Runtime;
using Orleans.Serialization;

namespace Orleans.Lite.Tcp;

/// <summary>Reads the messages of one connection.</summary>
internal sealed class FrameReader(IMessageReceiver receiver, SiloAddress peer)
{
    private readonly IncomingNames _names = new();
    private readonly WireReader _reader = new() { Node = receiver as Node };

    /// <summary>The message of a frame; null if there is none for anybody. A fault within a call is that call's, not the connection's.</summary>
    /// <param name="frame">The frame without its length.</param>
    /// <param name="reply">An answer that must go back instead.</param>
    /// <exception cref="SerializerException">The frame is of no use.</exception>
    public IMessage? Read(ArraySegment<byte> frame, out IMessage? reply)
    {
        reply = null;
        _reader.Reset(frame);
        var kind = (FrameKind)_reader.Byte();
        if (kind == FrameKind.Define)
        {
            _names.Add(_reader.Text());
            return null;
        }

        if (kind is not (>= FrameKind.Request and <= FrameKind.Cancel))
        {
            return null;
        }

        var id = (long)_reader.VarUInt();
        try
        {
            return WireFormat.Guard((This: this, Kind: kind, Id: id), static state => state.This.Read(state.Kind, state.Id));
        }
        catch (SerializerException error) when (kind == FrameKind.Request)
        {
            reply = id == 0 ? null : new ErrorMessage(id, error);
            return null;
        }
        catch (SerializerException error)
        {
            return new ErrorMessage(id, error);
        }
    }

    private IMessage? Read(FrameKind kind, long id) => kind switch
    {
        FrameKind.Request => ReadRequest(id),
        FrameKind.Response => receiver.TryGetCall(id, out var call) ? call!.ReadResponse(_reader) : null,
        FrameKind.Error => new ErrorMessage(id, Codec<Exception>.Instance.Read(_reader, _reader.HeaderOf(0)) ?? throw WireReader.Malformed("an error")),
        FrameKind.Refusal => new RefusalMessage(
            id,
            Codec<MembershipView>.Instance.Read(_reader, _reader.HeaderOf(0)) ?? throw WireReader.Malformed("a view"),
            Codec<SiloAddress?>.Instance.Read(_reader, _reader.HeaderOf(0))),
        _ => new CancelMessage(id, peer),
    };

    private RequestMessage ReadRequest(long id)
    {
        var method = _names.Method(_reader.VarUInt());
        var type = _names.Type(_reader.VarUInt());
        var key = IdSpan.Create(_reader.Text());
        var flags = _reader.VarUInt();
        var view = (long)_reader.VarUInt();
        var context = (flags & 1) != 0 ? Codec<Dictionary<string, object>>.Instance.Read(_reader, _reader.HeaderOf(0)) : null;
        var body = method.Arguments.Read(_reader, method.Arguments.Create());
        return new(id, peer, GrainId.Create(type, key), (flags & 2) != 0, body, context) { ViewVersion = view, Attempts = (int)Math.Min(flags >> 2, Node.MaxAttempts) };
    }
}
