using System.Runtime.CompilerServices;

namespace Orleans.Realtime.Gateway.Web.Sockets;

/// <summary>Some frames on the stack: taken from the queue under its lock, copied outside it.</summary>
[InlineArray(Length)]
internal struct FrameChunk
{
    /// <summary>Most frames in a chunk.</summary>
    public const int Length = 32;

    private OutboundFrame? _first;
}
