using FsCheck;
using FsCheck.Fluent;
using Orleans.Realtime.Grains.Interfaces.Messaging;
using Orleans.Realtime.Grains.Log.Redis;

namespace Orleans.Realtime.Grains.Tests.Log.Redis;

public sealed class MessageFormatTests
{
    private static readonly byte[] Data = "{}"u8.ToArray();

    [Fact]
    public void Read_GivesBackWhatWasWritten()
    {
        Gen<string?> text = ArbMap.Default.GeneratorFor<NonNull<string>>().Select(value => Valid(value.Get)).OrNull()!;
        Gen<Message> messages =
            from texts in text.ArrayOf(5)
            from kind in Gen.Choose(0, 70_000)
            from echo in Gen.Choose(0, 2)
            select new Message
            {
                Seq = 7,
                Id = texts[0] ?? "id",
                Kind = (MessageKind)kind,
                Type = texts[1],
                SenderId = texts[2],
                OriginSessionId = texts[3],
                ClientId = texts[4],
                Echo = (EchoPolicy)echo,
                CreatedAtUnixMs = 5,
                Data = Data,
            };

        Prop.ForAll(messages.ToArbitrary(), message => MessageFormat.Read(7, 5, MessageFormat.Write(message), Data) == message).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Read_OfLongFields_Works()
    {
        var message = new Message { Id = new string('i', 64), Type = new string('ü', 20_000), Data = Data };

        MessageFormat.Read(0, 0, MessageFormat.Write(message), Data).ShouldBe(message);
    }

    [Fact]
    public void Read_SkipsWhatANewerWriterAdded()
    {
        var message = new Message { Id = "m1", SenderId = "u1", Data = Data };
        byte[] envelope = [200, 3, 1, 2, 3, .. MessageFormat.Write(message), 99, 0];

        MessageFormat.Read(0, 0, envelope, Data).ShouldBe(message);
    }

    [Theory]
    [InlineData(new byte[] { })]
    [InlineData(new byte[] { 1 })]
    [InlineData(new byte[] { 1, 9, 65 })]
    [InlineData(new byte[] { 2, 1, 0x80 })]
    [InlineData(new byte[] { 1, 0xFF, 0xFF, 0xFF, 0xFF, 0x7F, 65 })]
    [InlineData(new byte[] { 1, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x7F })]
    public void Read_OfBrokenBytes_IsAFormatError(byte[] envelope)
    {
        Should.Throw<FormatException>(() => MessageFormat.Read(1, 0, envelope, Data));
    }

    [Fact]
    public void Read_OfAnyBytes_IsAMessageOrAFormatError() =>
        Prop.ForAll<byte[]>(bytes =>
        {
            try
            {
                MessageFormat.Read(1, 0, bytes, Data);
            }
            catch (FormatException)
            {
                // The only error there is.
            }
        }).QuickCheckThrowOnFailure();

    /// <summary>UTF-8 has no lone surrogates.</summary>
    private static string Valid(string text) => new([.. text.Where(c => !char.IsSurrogate(c))]);
}
