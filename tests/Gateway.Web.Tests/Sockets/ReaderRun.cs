using System.Text;
using Orleans.Realtime.Gateway.Web.Sockets;

namespace Orleans.Realtime.Gateway.Web.Tests.Sockets;

/// <summary>Lets a reader read bytes that come in given pieces, until it has closed or wants more.</summary>
internal sealed class ReaderRun
{
    public const int Limit = 4096;

    private ReaderRun()
    {
    }

    /// <summary>What came, as <c>text:…</c>, <c>ping:…</c>, <c>pong:…</c>, <c>close:code:reason</c> or <c>fail:code</c>.</summary>
    public List<string> Events { get; } = [];

    /// <summary>Bytes given when the end came; -1 when it did not.</summary>
    public int EndedAfter { get; private set; } = -1;

    public static ReaderRun Read(ReadOnlySpan<byte> bytes, Func<int> pieceLength, bool deflate = true, int limit = Limit)
    {
        var reader = new WebSocketFrameReader(limit, deflate);
        var run = new ReaderRun();
        var given = 0;
        while (given < bytes.Length && run.EndedAfter < 0)
        {
            var memory = reader.GetMemory();
            var count = Math.Min(Math.Clamp(pieceLength(), 1, memory.Length), bytes.Length - given);
            bytes.Slice(given, count).CopyTo(memory.Span);
            reader.Advance(count);
            given += count;
            run.Take(reader, given);
        }

        reader.Release();
        return run;
    }

    private void Take(WebSocketFrameReader reader, int given)
    {
        while (true)
        {
            var read = reader.Read();
            var payload = Encoding.UTF8.GetString(read.Payload.Span);
            switch (read.Kind)
            {
                case SocketReadKind.NeedBytes:
                    return;
                case SocketReadKind.Text:
                    Events.Add("text:" + payload);
                    break;
                case SocketReadKind.Ping:
                    Events.Add("ping:" + payload);
                    break;
                case SocketReadKind.Pong:
                    Events.Add("pong:" + payload);
                    break;
                case SocketReadKind.Close:
                    Events.Add($"close:{read.Code}:{read.Reason}");
                    EndedAfter = given;
                    return;
                default:
                    Events.Add($"fail:{read.Code}");
                    EndedAfter = given;
                    return;
            }
        }
    }
}
