using System.Runtime.InteropServices;

namespace Orleans.Realtime.Gateway.Web.Sockets;

/// <summary>Skips whatever a client still sends while its socket is closing, breaches of the rules included, up to its close frame.</summary>
[StructLayout(LayoutKind.Auto)]
internal struct CloseSeeker
{
    private long _skip;

    /// <summary>Whether the client's close frame has come.</summary>
    public bool Found { get; set; }

    /// <summary>Leaves out the rest of a payload.</summary>
    public void Skip(long bytes) => _skip = bytes;

    /// <summary>Goes on.</summary>
    public void Seek(ref ReceiveBuffer input)
    {
        while (!Found)
        {
            var count = (int)Math.Min(_skip, input.Length);
            input.Consume(count);
            _skip -= count;
            if (_skip > 0 || !FrameHeader.TryParse(input.Span, out var header))
            {
                return;
            }

            Found = header.Opcode == Opcodes.Close;
            input.Consume(header.HeaderLength);
            _skip = header.PayloadLength < 0 ? long.MaxValue : header.PayloadLength;
        }
    }
}
