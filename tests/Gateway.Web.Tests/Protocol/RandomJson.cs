using System.Buffers;
using System.Text;

namespace Orleans.Realtime.Gateway.Web.Tests.Protocol;

/// <summary>Valid JSON in every spelling that the grammar allows, so that any re-encoding shows.</summary>
internal static class RandomJson
{
    private static readonly string[] Numbers = ["0", "-0", "9007199254740993123", "1.10", "1E+2", "1e-0", "-0.000", "123456789012345678901234567890.5", "2.50e00"];
    private static readonly string[] Spaces = ["", "", "", " ", "\t", "\r\n", "   "];
    private static readonly string[] Characters = ["a", "ä", "漢", "😀", "\\u0041", "\\ud83d\\ude00", "\\n", "\\/", "\\\\", "\\\"", "{", "]", ",", ":", "/", "\u2028", "\\u0000"];

    public static string Value(Random random, int depth = 0) => random.Next(depth > 4 ? 5 : 7) switch
    {
        0 => "null",
        1 => "true",
        2 => "false",
        3 => Numbers[random.Next(Numbers.Length)],
        4 => Text(random),
        5 => "[" + Items(random, () => Value(random, depth + 1)) + "]",
        _ => "{" + Items(random, () => Text(random) + Space(random) + ":" + Space(random) + Value(random, depth + 1)) + "}",
    };

    public static string Space(Random random) => Spaces[random.Next(Spaces.Length)];

    /// <summary>The bytes, cut into as many segments as chance wants, empty ones too.</summary>
    public static ReadOnlySequence<byte> Split(byte[] bytes, Random random)
    {
        var first = new Segment(ReadOnlyMemory<byte>.Empty, null);
        Segment last = first;
        int at = 0;
        while (at < bytes.Length)
        {
            int length = Math.Min(random.Next(0, 8), bytes.Length - at);
            last = new Segment(bytes.AsMemory(at, length), last);
            at += length;
        }

        return new ReadOnlySequence<byte>(first, 0, last, last.Memory.Length);
    }

    private static string Text(Random random)
    {
        var text = new StringBuilder("\"");
        for (int i = random.Next(5); i > 0; i--)
        {
            text.Append(Characters[random.Next(Characters.Length)]);
        }

        return text.Append('"').ToString();
    }

    private static string Items(Random random, Func<string> item) =>
        Space(random) + string.Join(",", Enumerable.Range(0, random.Next(4)).Select(_ => Space(random) + item() + Space(random)));

    private sealed class Segment : ReadOnlySequenceSegment<byte>
    {
        public Segment(ReadOnlyMemory<byte> memory, Segment? previous)
        {
            Memory = memory;
            if (previous is not null)
            {
                RunningIndex = previous.RunningIndex + previous.Memory.Length;
                previous.Next = this;
            }
        }
    }
}
