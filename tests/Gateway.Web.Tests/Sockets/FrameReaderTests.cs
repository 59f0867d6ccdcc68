using System.Text;
using Orleans.Realtime.Gateway.Web.Sockets;

namespace Orleans.Realtime.Gateway.Web.Tests.Sockets;

/// <summary>The cases of the Autobahn test suite that concern a server which takes text, in the order of its sections.</summary>
public sealed class FrameReaderTests
{
    private const string Kappa = "κόσμε";

    private static readonly string Long125 = new('*', 125);
    private static readonly string Long126 = new('*', 126);
    private static readonly byte[] BadUtf8 = [.. Encoding.UTF8.GetBytes(Kappa), 0xED, 0xA0, 0x80, .. "edited"u8];

    public static TheoryData<string, byte[], string[]> Cases
    {
        get
        {
            var cases = new TheoryData<string, byte[], string[]>();

            // 1: framing
            foreach (var length in new[] { 0, 1, 125, 126, 127, 128, 4095, 4096 })
            {
                cases.Add($"1.1 text of {length}", ClientFrame.Text(new string('*', length)), ["text:" + new string('*', length)]);
            }

            cases.Add("1.2 binary is not taken", ClientFrame.Part(true, 2, "x"), ["fail:1003"]);
            cases.Add("1.2 binary is not taken, header alone", ClientFrame.Header(0x82, 65536, 8), ["fail:1003"]);

            // 2: pings and pongs
            cases.Add("2.1 empty ping", ClientFrame.Ping(""), ["ping:"]);
            cases.Add("2.4 ping of 125", ClientFrame.Ping(Long125), ["ping:" + Long125]);
            cases.Add("2.5 ping of 126", ClientFrame.Ping(Long126), ["fail:1002"]);
            cases.Add("2.7 unsolicited pong", ClientFrame.Pong([]), ["pong:"]);
            cases.Add("2.9 pong, then ping", [.. ClientFrame.Pong("a"u8.ToArray()), .. ClientFrame.Ping("b")], ["pong:a", "ping:b"]);
            cases.Add("2.10 ten pings", [.. Enumerable.Repeat(ClientFrame.Ping("p"), 10).SelectMany(frame => frame)], [.. Enumerable.Repeat("ping:p", 10)]);

            // 3: reserved bits
            foreach (var bits in new byte[] { 0x10, 0x20, 0x30, 0x50, 0x60, 0x70 })
            {
                cases.Add($"3 reserved bits {bits:x}", [.. ClientFrame.Text("a"), .. ClientFrame.Build((byte)(0x81 | bits), "b"u8.ToArray()), .. ClientFrame.Ping("")], ["text:a", "fail:1002"]);
            }

            cases.Add("3.6 reserved bit on a ping", ClientFrame.Build(0xC9, []), ["fail:1002"]);
            cases.Add("3.7 reserved bit on a close", ClientFrame.Build(0xC8, []), ["fail:1002"]);
            cases.Add("3 reserved bit on a continuation", [.. ClientFrame.Part(false, 1, "a"), .. ClientFrame.Build(0xC0, [])], ["fail:1002"]);

            // 4: opcodes
            foreach (var opcode in new byte[] { 3, 4, 5, 6, 7, 11, 12, 13, 14, 15 })
            {
                cases.Add($"4 reserved opcode {opcode}", [.. ClientFrame.Text("a"), .. ClientFrame.Part(true, opcode, "")], ["text:a", "fail:1002"]);
            }

            // 5: fragmentation
            cases.Add("5.1 fragmented ping", [.. ClientFrame.Part(false, 9, "a"), .. ClientFrame.Part(true, 0, "b")], ["fail:1002"]);
            cases.Add("5.2 fragmented pong", [.. ClientFrame.Part(false, 10, "a"), .. ClientFrame.Part(true, 0, "b")], ["fail:1002"]);
            cases.Add("5.3 two fragments", [.. ClientFrame.Part(false, 1, "a"), .. ClientFrame.Part(true, 0, "b")], ["text:ab"]);
            cases.Add("5.6 ping between fragments", [.. ClientFrame.Part(false, 1, "a"), .. ClientFrame.Ping("p"), .. ClientFrame.Part(true, 0, "b")], ["ping:p", "text:ab"]);
            cases.Add("5.9 continuation of nothing", [.. ClientFrame.Part(true, 0, "a"), .. ClientFrame.Text("b")], ["fail:1002"]);
            cases.Add("5.12 open continuation of nothing", [.. ClientFrame.Part(false, 0, "a"), .. ClientFrame.Text("b")], ["fail:1002"]);
            cases.Add("5.15 continuation after the end", [.. ClientFrame.Part(false, 1, "a"), .. ClientFrame.Part(true, 0, "b"), .. ClientFrame.Part(false, 0, "c")], ["text:ab", "fail:1002"]);
            cases.Add("5.18 text within a message", [.. ClientFrame.Part(false, 1, "a"), .. ClientFrame.Part(true, 1, "b")], ["fail:1002"]);
            cases.Add(
                "5.19 five fragments with pings",
                [.. ClientFrame.Part(false, 1, "1"), .. ClientFrame.Part(false, 0, "2"), .. ClientFrame.Ping("a"), .. ClientFrame.Part(false, 0, "3"), .. ClientFrame.Part(false, 0, "4"), .. ClientFrame.Ping("b"), .. ClientFrame.Part(true, 0, "5")],
                ["ping:a", "ping:b", "text:12345"]);

            // 6: UTF-8
            cases.Add("6.1.2 empty fragments", [.. ClientFrame.Part(false, 1, ""), .. ClientFrame.Part(false, 0, ""), .. ClientFrame.Part(true, 0, "")], ["text:"]);
            cases.Add("6.1.3 text in the middle one", [.. ClientFrame.Part(false, 1, ""), .. ClientFrame.Part(false, 0, "middle"), .. ClientFrame.Part(true, 0, "")], ["text:middle"]);
            cases.Add("6.2.1 valid", ClientFrame.Text("Hello-µ@ßöäüàá-UTF-8!!"), ["text:Hello-µ@ßöäüàá-UTF-8!!"]);
            cases.Add("6.2.4 every byte a fragment", EveryByteAFragment(Encoding.UTF8.GetBytes(Kappa)), ["text:" + Kappa]);
            cases.Add("6.3.1 invalid", ClientFrame.Text(BadUtf8), ["fail:1007"]);
            cases.Add("6.3.2 invalid, every byte a fragment", EveryByteAFragment(BadUtf8), ["fail:1007"]);
            cases.Add("6.4.1 fails at the second fragment", [.. ClientFrame.Part(false, 1, Kappa), .. ClientFrame.Part(false, 0, [0xF4, 0x90, 0x80, 0x80])], ["fail:1007"]);
            cases.Add("6.4.2 fails at the second byte of a character", [.. ClientFrame.Part(false, 1, [0xF4]), .. ClientFrame.Part(false, 0, [0x90])], ["fail:1007"]);
            cases.Add("6.4.3 fails within a frame", ClientFrame.Build(0x81, [.. Encoding.UTF8.GetBytes(Kappa), 0xF4, 0x90, 0x80, 0x80, .. new byte[1000]])[..^990], ["fail:1007"]);
            cases.Add("6.5 ends within a character", ClientFrame.Text([0xCE]), ["fail:1007"]);
            cases.Add("6.5 ends within a character, fragmented", [.. ClientFrame.Part(false, 1, [0xCE]), .. ClientFrame.Part(true, 0, "")], ["fail:1007"]);
            foreach (var (name, bytes) in InvalidSequences)
            {
                cases.Add("6 invalid: " + name, ClientFrame.Text(bytes), ["fail:1007"]);
            }

            cases.Add("6.7 U+0000, U+10FFFF and non-characters", ClientFrame.Text("\0\U0010FFFF\uFFFE\uFFFF"), ["text:\0\U0010FFFF\uFFFE\uFFFF"]);

            // 7: closing
            cases.Add("7.1 close", ClientFrame.Close(1000), ["close:1000:"]);
            cases.Add("7.1 nothing is read after it", [.. ClientFrame.Close(1000, "bye"), .. ClientFrame.Ping("late")], ["close:1000:bye"]);
            cases.Add("7.1.5 close within a message", [.. ClientFrame.Part(false, 1, "a"), .. ClientFrame.Close(1000)], ["close:1000:"]);
            cases.Add("7.3.1 empty close", ClientFrame.Build(0x88, []), ["close:1005:"]);
            cases.Add("7.3.2 one byte", ClientFrame.Build(0x88, [0x03]), ["fail:1002"]);
            cases.Add("7.3.5 longest reason", ClientFrame.Close(1000, new string('*', 123)), ["close:1000:" + new string('*', 123)]);
            cases.Add("7.3.6 reason too long", ClientFrame.Close(1000, new string('*', 124)), ["fail:1002"]);
            cases.Add("7.5.1 reason not UTF-8", ClientFrame.Close(1000, BadUtf8), ["fail:1007"]);
            foreach (var code in new[] { 1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 1012, 3000, 3999, 4000, 4999 })
            {
                cases.Add($"7.7 code {code}", ClientFrame.Close(code), [$"close:{code}:"]);
            }

            foreach (var code in new[] { 0, 999, 1004, 1005, 1006, 1015, 1016, 1100, 2000, 2999, 5000, 65535 })
            {
                cases.Add($"7.9 code {code}", ClientFrame.Close(code), ["fail:1002"]);
            }

            // 9 and 10: sizes; the header alone is enough to refuse
            cases.Add("9 one byte over the limit", ClientFrame.Header(0x81, ReaderRun.Limit + 1, 2), ["fail:1009"]);
            cases.Add("9 over the limit in fragments", [.. ClientFrame.Part(false, 1, new string('*', ReaderRun.Limit)), .. ClientFrame.Header(0x80, 1, 0)], ["fail:1009"]);
            cases.Add("9 2^63 - 1 bytes", ClientFrame.Header(0x81, long.MaxValue, 8), ["fail:1009"]);
            cases.Add("9 the 64th bit", ClientFrame.Header(0x81, long.MinValue, 8), ["fail:1002"]);
            cases.Add("9 length longer than needed, 16 bits", ClientFrame.Header(0x81, 125, 2), ["fail:1002"]);
            cases.Add("9 length longer than needed, 64 bits", ClientFrame.Header(0x81, 65535, 8), ["fail:1002"]);
            cases.Add("10.1 fragments of 1300", [.. ClientFrame.Part(false, 1, new string('a', 1300)), .. ClientFrame.Part(false, 0, new string('b', 1300)), .. ClientFrame.Part(true, 0, new string('c', 1300))], ["text:" + new string('a', 1300) + new string('b', 1300) + new string('c', 1300)]);

            // 12 and 13: compression
            cases.Add("12 compressed", ClientFrame.CompressedText(Encoding.UTF8.GetBytes(Kappa)), ["text:" + Kappa]);
            cases.Add("12 compressed, empty", ClientFrame.CompressedText([]), ["text:"]);
            cases.Add("12 compressed and not in turn", [.. ClientFrame.CompressedText("abcabcabc"u8.ToArray()), .. ClientFrame.Text("plain"), .. ClientFrame.CompressedText("abcabcabc"u8.ToArray())], ["text:abcabcabc", "text:plain", "text:abcabcabc"]);
            cases.Add("12 as large as the limit", ClientFrame.CompressedText(new byte[ReaderRun.Limit]), ["text:" + new string('\0', ReaderRun.Limit)]);
            cases.Add("12 a byte over the limit after inflation", ClientFrame.CompressedText(new byte[ReaderRun.Limit + 1]), ["fail:1009"]);
            cases.Add("12 bomb", ClientFrame.CompressedText(new byte[3_000_000]), ["fail:1009"]);
            cases.Add("12 fragmented, with a ping between", CompressedFragments("Hello, Hello, Hello"), ["ping:p", "text:Hello, Hello, Hello"]);
            cases.Add("12 stored blocks (RFC 7692, 7.2.3.3)", ClientFrame.Build(0xC1, [0x00, 0x05, 0x00, 0xFA, 0xFF, .. "Hello"u8, 0x00]), ["text:Hello"]);
            cases.Add("12 example of RFC 7692, 7.2.3.1", ClientFrame.Build(0xC1, [0xF2, 0x48, 0xCD, 0xC9, 0xC9, 0x07, 0x00]), ["text:Hello"]);
            cases.Add("12 two blocks (RFC 7692, 7.2.3.5)", ClientFrame.Build(0xC1, [0xF2, 0x48, 0x05, 0x00, 0x00, 0x00, 0xFF, 0xFF, 0xCA, 0xC9, 0xC9, 0x07, 0x00]), ["text:Hello"]);
            cases.Add("12 corrupt", ClientFrame.Build(0xC1, [0xFF, 0xFF, 0xFF]), ["fail:1007"]);
            cases.Add("12 cut short", ClientFrame.Build(0xC1, ClientFrame.Deflate(Encoding.UTF8.GetBytes(new string('x', 300) + "0123456789"))[..^3]), ["fail:1007"]);
            cases.Add("12 a reference to before the message", ClientFrame.Build(0xC1, [0x02, 0x13, 0x00, 0x00]), ["fail:1007"]);
            cases.Add("12 not UTF-8 inside", ClientFrame.CompressedText(BadUtf8), ["fail:1007"]);
            cases.Add("12 more compressed bytes than can be right", ClientFrame.Header(0xC1, 65535, 2), ["fail:1009"]);

            // Masks
            cases.Add("unmasked text", ClientFrame.Build(0x81, "a"u8.ToArray(), masked: false), ["fail:1002"]);
            cases.Add("unmasked close", ClientFrame.Build(0x88, [], masked: false), ["fail:1002"]);
            cases.Add("mask of zero", ClientFrame.Build(0x81, "abcdefg"u8.ToArray(), mask: 0), ["text:abcdefg"]);
            return cases;
        }
    }

    private static (string Name, byte[] Bytes)[] InvalidSequences =>
    [
        ("continuation alone", [0x80]),
        ("overlong slash", [0xC0, 0xAF]),
        ("overlong of three", [0xE0, 0x80, 0xAF]),
        ("overlong of four", [0xF0, 0x80, 0x80, 0xAF]),
        ("surrogate", [0xED, 0xBF, 0xBF]),
        ("over U+10FFFF", [0xF4, 0x90, 0x80, 0x80]),
        ("F5", [0xF5, 0x80, 0x80, 0x80]),
        ("five bytes", [0xF8, 0x88, 0x80, 0x80, 0x80]),
        ("FE", [0xFE]),
        ("lead without continuation", [0xC3, 0x28]),
    ];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Bytes_ReadAtOnceOrInPieces_MeanTheSame(string name, byte[] bytes, string[] events)
    {
        var random = new Random(7);
        foreach (var piece in new Func<int>[] { () => int.MaxValue, () => 1, () => 3, () => random.Next(1, 40) })
        {
            ReaderRun.Read(bytes, piece).Events.ShouldBe((IEnumerable<string>)events, name);
        }
    }

    [Theory]
    [InlineData(0x83, 1)]
    [InlineData(0xA1, 1)]
    [InlineData(0x09, 1)]
    [InlineData(0x00, 1)]
    public void Violation_OfTheFirstBytes_IsNoticedWithoutTheRest(byte first, int payload)
    {
        var frame = ClientFrame.Build(first, new byte[payload]);

        ReaderRun.Read(frame, () => 1).EndedAfter.ShouldBe(2);
    }

    [Fact]
    public void CompressedFrame_WhereNothingWasAgreed_IsAViolation() =>
        ReaderRun.Read(ClientFrame.CompressedText("a"u8.ToArray()), () => int.MaxValue, deflate: false).Events.ShouldBe(["fail:1002"]);

    [Fact]
    public void InvalidUtf8_WithinALongFrame_IsNoticedWhenItComes()
    {
        byte[] text = [.. Enumerable.Repeat((byte)'a', 100), 0xFF, .. Enumerable.Repeat((byte)'a', 3000)];

        var run = ReaderRun.Read(ClientFrame.Text(text), () => 1);

        run.Events.ShouldBe(["fail:1007"]);
        run.EndedAfter.ShouldBe(8 + 101);
    }

    [Fact]
    public void Reader_WhenClosing_LooksOnlyForTheCloseFrame()
    {
        var reader = new WebSocketFrameReader(1024, deflate: false);
        Give(reader, [.. ClientFrame.Text("begun, not en")[..10]]);
        reader.Read().Kind.ShouldBe(SocketReadKind.NeedBytes);
        reader.Discard();
        Give(reader, [.. ClientFrame.Text("begun, not en")[10..], .. ClientFrame.Part(true, 2, new string('x', 300)), .. ClientFrame.Build(0xF3, "?"u8.ToArray(), masked: false)]);
        reader.Read().Kind.ShouldBe(SocketReadKind.NeedBytes);
        Give(reader, ClientFrame.Close(4000));

        reader.Read().Kind.ShouldBe(SocketReadKind.Close);
        reader.Release();
    }

    private static void Give(WebSocketFrameReader reader, ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(reader.GetMemory().Span);
        reader.Advance(bytes.Length);
    }

    private static byte[] EveryByteAFragment(byte[] bytes)
    {
        var frames = new List<byte>();
        for (var index = 0; index < bytes.Length; index++)
        {
            frames.AddRange(ClientFrame.Part(index == bytes.Length - 1, (byte)(index == 0 ? 1 : 0), [bytes[index]]));
        }

        return [.. frames];
    }

    private static byte[] CompressedFragments(string text)
    {
        var deflated = ClientFrame.Deflate(Encoding.UTF8.GetBytes(text));
        return [.. ClientFrame.Build(0x41, deflated[..2]), .. ClientFrame.Ping("p"), .. ClientFrame.Part(false, 0, deflated[2..5]), .. ClientFrame.Part(true, 0, deflated[5..])];
    }
}
