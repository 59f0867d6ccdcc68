using System.Text;

namespace Orleans.Realtime.Cluster.Tests.Support;

/// <summary>What a collector was told of one span.</summary>
internal sealed record Span(string Name, string TraceId, string SpanId, string ParentSpanId)
{
    private const int LengthDelimited = 2;

    /// <summary>Reads the spans of an export request: resources (field 1) hold scopes (field 2), which hold spans (field 2).</summary>
    public static IEnumerable<Span> ReadAll(ReadOnlyMemory<byte> request) =>
        Fields(request, 1).SelectMany(resource => Fields(resource, 2)).SelectMany(scope => Fields(scope, 2)).Select(Read);

    private static Span Read(ReadOnlyMemory<byte> span) =>
        new(Encoding.UTF8.GetString(Field(span, 5).Span), Hex(Field(span, 1)), Hex(Field(span, 2)), Hex(Field(span, 4)));

    private static string Hex(ReadOnlyMemory<byte> bytes) => Convert.ToHexStringLower(bytes.Span);

    private static ReadOnlyMemory<byte> Field(ReadOnlyMemory<byte> message, int number) => Fields(message, number).FirstOrDefault();

    private static IEnumerable<ReadOnlyMemory<byte>> Fields(ReadOnlyMemory<byte> message, int number)
    {
        while (!message.IsEmpty)
        {
            var tag = Number(ref message);
            switch (tag & 7)
            {
                case 0:
                    Number(ref message);
                    break;
                case 1:
                    message = message[8..];
                    break;
                case LengthDelimited:
                    var length = (int)Number(ref message);
                    if (tag >> 3 == (ulong)number)
                    {
                        yield return message[..length];
                    }

                    message = message[length..];
                    break;
                case 5:
                    message = message[4..];
                    break;
                default:
                    throw new FormatException($"Wire type {tag & 7}.");
            }
        }
    }

    private static ulong Number(ref ReadOnlyMemory<byte> message)
    {
        ulong value = 0;
        for (var shift = 0; ; shift += 7)
        {
            var next = message.Span[0];
            message = message[1..];
            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80)
            {
                return value;
            }
        }
    }
}
