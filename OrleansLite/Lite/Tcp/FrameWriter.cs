using Orleans.Lite.Membership;
using Orleans.Lite.Messaging;
using Orleans.Lite.Wire;

namespace Orleans.Lite.Tcp;

/// <summary>Writes messages as frames: a length in four bytes, a kind, the content.</summary>
internal static class FrameWriter
{
    [ThreadStatic]
    private static WireWriter? _writer;

    /// <summary>The frame, valid until the next call on this thread.</summary>
    public static ReadOnlySpan<byte> Write(IMessage message, OutgoingNames names, int limit)
    {
        var writer = _writer ??= new();
        writer.Reset();
        writer.Limit = limit;
        writer.Raw([0, 0, 0, 0, (byte)KindOf(message)]);
        writer.VarUInt((ulong)message.Id);
        switch (message)
        {
            case RequestMessage request:
                Write(writer, request, names);
                break;
            case ErrorMessage error:
                Codec<Exception>.Instance.Write(writer, 0, error.Error);
                break;
            case RefusalMessage refusal:
                Codec<MembershipView>.Instance.Write(writer, 0, refusal.View);
                Codec<Runtime.SiloAddress?>.Instance.Write(writer, 0, refusal.RetryAt);
                break;
            case ResponseMessage response:
                response.WriteValue(writer);
                break;
        }

        writer.Patch(0, writer.Length - 4);
        return writer.Written;
    }

    private static FrameKind KindOf(IMessage message) => message switch
    {
        RequestMessage => FrameKind.Request,
        ErrorMessage => FrameKind.Error,
        RefusalMessage => FrameKind.Refusal,
        ResponseMessage => FrameKind.Response,
        _ => FrameKind.Cancel,
    };

    private static void Write(WireWriter writer, RequestMessage request, OutgoingNames names)
    {
        writer.VarUInt((ulong)names.Of(request.Body.Method));
        writer.VarUInt((ulong)names.Of(request.Target.Type));
        writer.Text(request.Target.Key.ToString());
        writer.VarUInt(((ulong)request.Attempts << 2) | (request.AnySilo ? 2UL : 0) | (request.Context is null ? 0UL : 1));
        writer.VarUInt((ulong)request.ViewVersion);
        if (request.Context is not null)
        {
            Codec<Dictionary<string, object>>.Instance.Write(writer, 0, request.Context);
        }

        request.Body.Method.Arguments.Write(writer, request.Body);
        writer.Header(0, WireType.End);
    }
}
