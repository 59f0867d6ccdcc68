using System.Text;
using Orleans.Realtime.Gateway.Web.Sockets;

namespace Orleans.Realtime.Gateway.Web.Tests.Sockets;

public sealed class MaskingTests
{
    [Fact]
    public void AnyPart_IsMaskedAsByteByByte()
    {
        var random = new Random(1);
        for (var length = 0; length < 200; length++)
        {
            var mask = (uint)random.NextInt64(uint.MaxValue);
            var bytes = new byte[length];
            random.NextBytes(bytes);
            var expected = bytes.Select((value, index) => (byte)(value ^ (byte)(mask >> (index % 4 * 8)))).ToArray();
            var cut = random.Next(length + 1);

            Masking.Apply(bytes.AsSpan(0, cut), mask, 0);
            Masking.Apply(bytes.AsSpan(cut), mask, cut);

            bytes.ShouldBe(expected);
        }
    }

    [Fact]
    public void Utf8_CheckedByteByByte_AgreesWithTheDecoder()
    {
        var strict = new UTF8Encoding(false, throwOnInvalidBytes: true);
        var random = new Random(2);
        for (var round = 0; round < 20_000; round++)
        {
            var bytes = new byte[random.Next(1, 9)];
            for (var index = 0; index < bytes.Length; index++)
            {
                bytes[index] = (byte)random.Next(random.Next(3) == 0 ? 0 : 0x7F, 256);
            }

            var valid = 0;
            var progress = true;
            for (var length = 1; length <= bytes.Length && progress; length++)
            {
                progress = Utf8Progress.TryAdvance(bytes.AsSpan(0, length), ref valid);
            }

            (progress && valid == bytes.Length).ShouldBe(IsValid(strict, bytes));
        }
    }

    private static bool IsValid(UTF8Encoding strict, byte[] bytes)
    {
        try
        {
            strict.GetCharCount(bytes);
            return true;
        }
        catch (DecoderFallbackException)
        {
            return false;
        }
    }
}
