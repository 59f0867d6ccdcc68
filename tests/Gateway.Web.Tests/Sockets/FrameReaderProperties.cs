using System.Text;
using FsCheck;
using FsCheck.Fluent;

namespace Orleans.Realtime.Gateway.Web.Tests.Sockets;

public sealed class FrameReaderProperties
{
    private static readonly HashSet<string> Failures = ["fail:1002", "fail:1003", "fail:1007", "fail:1009"];

    [Fact]
    public void AnyMessages_FragmentedMaskedAndSplitAnyhow_ArriveIntact() =>
        Prop.ForAll(Messages(), ArbMap.Default.ArbFor<int>(), (texts, seed) =>
        {
            var random = new Random(seed);
            var bytes = new List<byte>();
            foreach (var text in texts)
            {
                Write(bytes, text, random);
            }

            var longest = random.Next(1, 3000);
            var run = ReaderRun.Read(bytes.ToArray(), () => random.Next(1, longest + 1), limit: 100_000);
            run.Events.Where(entry => entry.StartsWith("text:", StringComparison.Ordinal)).ShouldBe(texts.Select(text => "text:" + text));
            run.EndedAfter.ShouldBe(-1);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void AnyBytes_EndInADefinedCode() =>
        Prop.ForAll(ArbMap.Default.ArbFor<byte[]>(), ArbMap.Default.ArbFor<int>(), (bytes, seed) =>
        {
            var random = new Random(seed);
            Check(ReaderRun.Read(bytes, () => random.Next(1, 20)));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(1000));

    [Fact]
    public void ValidFrames_WithDamage_EndInADefinedCodeOrAreRead() =>
        Prop.ForAll(Messages(), ArbMap.Default.ArbFor<int>(), (texts, seed) =>
        {
            var random = new Random(seed);
            var bytes = new List<byte>();
            foreach (var text in texts.Append("x"))
            {
                Write(bytes, text, random);
            }

            for (var damage = 0; damage < 5; damage++)
            {
                bytes[random.Next(bytes.Count)] ^= (byte)(1 << random.Next(8));
            }

            Check(ReaderRun.Read(bytes.ToArray(), () => random.Next(1, 200)));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(500));

    [Fact]
    public void Meaning_DoesNotDependOnHowBytesAreSplit() =>
        Prop.ForAll(Messages(), ArbMap.Default.ArbFor<int>(), (texts, seed) =>
        {
            var random = new Random(seed);
            var bytes = new List<byte>();
            foreach (var text in texts.Append("x"))
            {
                Write(bytes, text, random);
            }

            bytes[random.Next(bytes.Count)] ^= (byte)random.Next(256);
            var whole = ReaderRun.Read(bytes.ToArray(), () => int.MaxValue);
            var split = ReaderRun.Read(bytes.ToArray(), () => random.Next(1, 50));
            split.Events.ShouldBe(whole.Events);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(500));

    private static Arbitrary<string[]> Messages()
    {
        var character = Gen.OneOf(
            Gen.Choose(0x20, 0x7E),
            Gen.Choose(0xA0, 0x7FF),
            Gen.Choose(0x800, 0xD7FF),
            Gen.Choose(0x10000, 0x10FFFF));
        var text = from repeat in Gen.Elements(1, 1, 1, 50)
                   from runes in character.ArrayOf()
                   select string.Concat(Enumerable.Repeat(string.Concat(runes.Select(char.ConvertFromUtf32)), repeat));
        return text.ArrayOf().ToArbitrary();
    }

    private static void Write(List<byte> bytes, string text, Random random)
    {
        var payload = Encoding.UTF8.GetBytes(text);
        var first = (byte)1;
        if (random.Next(2) == 0)
        {
            payload = ClientFrame.Deflate(payload);
            first |= 0x40;
        }

        var fragments = random.Next(3) == 0 ? random.Next(2, 6) : 1;
        for (var left = fragments; left > 0; left--)
        {
            var count = left == 1 ? payload.Length : random.Next(payload.Length + 1);
            bytes.AddRange(ClientFrame.Build((byte)(first | (left == 1 ? 0x80 : 0)), payload[..count], mask: (uint)random.NextInt64(uint.MaxValue)));
            payload = payload[count..];
            first = 0;
            if (left > 1 && random.Next(3) == 0)
            {
                bytes.AddRange(ClientFrame.Ping("between"));
            }
        }
    }

    private static void Check(ReaderRun run)
    {
        if (run.EndedAfter >= 0)
        {
            var last = run.Events[^1];
            (Failures.Contains(last) || last.StartsWith("close:", StringComparison.Ordinal)).ShouldBeTrue(last);
        }
    }
}
