using FsCheck;
using FsCheck.Fluent;
using Orleans.Lite.Wire;
using Orleans.Serialization;

namespace Orleans.Realtime.OrleansLite.Tests.Wire;

/// <summary>Whatever comes in ends in a value or a <see cref="SerializerException"/>.</summary>
public class MalformedBytesTests
{
    private static readonly Config Many = Config.QuickThrowOnFailure.WithMaxTest(2000);

    private static readonly byte[] Sample = WireFormat.Serialize(
        new NoteNew("text", new Tree { Left = new(), Others = [new()] }, 5, new() { ["key"] = [new Circle { Radius = 2 }, new Ring(1)] }, Guid.NewGuid()));

    private static readonly byte[] Error = WireFormat.Serialize<Exception>(new OddException("odd", 7));

    [Fact]
    public void Bytes_OfAnyKind_NeverDoWorse() => Prop.ForAll<byte[]>(ReadsOrRefuses).Check(Many);

    [Fact]
    public void Bytes_ChangedAnywhere_NeverDoWorse() =>
        Prop.ForAll<int, byte, bool>((at, with, first) =>
        {
            var bytes = (byte[])(first ? Sample : Error).Clone();
            bytes[(int)((uint)at % (uint)bytes.Length)] = with;
            return ReadsOrRefuses(bytes);
        }).Check(Many);

    [Fact]
    public void Bytes_CutShortAnywhere_AreRefused()
    {
        for (var length = 0; length < Sample.Length; length++)
        {
            var cut = Sample[..length];
            Should.Throw<SerializerException>(() => WireFormat.Deserialize<NoteNew>(cut));
        }
    }

    [Fact]
    public void Length_LargerThanTheMessage_IsRefusedWithoutTheMemory()
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++)
        {
            Should.Throw<SerializerException>(() => WireFormat.Deserialize<long[]>(new byte[] { 3, 1, 0xFF, 0xFF, 0xFF, 0xFF, 7 }));
            Should.Throw<SerializerException>(() => WireFormat.Deserialize<byte[]>(new byte[] { 2, 0xFF, 0xFF, 0xFF, 0xFF, 7 }));
        }

        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(4_000_000);
    }

    [Fact]
    public void TypeName_ThatMayNotBePassed_IsRefused()
    {
        using var writer = new WireWriter();
        writer.Header(0, WireType.Typed);
        writer.Text(typeof(System.Diagnostics.Process).AssemblyQualifiedName);
        writer.Header(0, WireType.Null);

        Should.Throw<SerializerException>(() => WireFormat.Deserialize<object>(writer.Written.ToArray())).Message.ShouldContain("known here");
    }

    private static bool ReadsOrRefuses(byte[] bytes)
    {
        return Try<NoteNew>() && Try<object>() && Try<Exception>() && Try<Dictionary<string, object>>();

        bool Try<T>()
        {
            try
            {
                WireFormat.Deserialize<T>(bytes);
            }
            catch (SerializerException)
            {
                return true;
            }

            return true;
        }
    }
}
