using Orleans.Realtime.Gateway.Web.Protocol;
using Orleans.Realtime.Grains.Interfaces;
using Orleans.Realtime.Grains.Interfaces.Messaging;

namespace Orleans.Realtime.Gateway.Web.Tests.Protocol;

public sealed class NamesTests
{
    [Theory]
    [InlineData("order.paid", true)]
    [InlineData("A_1:b-c", true)]
    [InlineData("streams", true)]
    [InlineData("room", false)]
    [InlineData("broadcast", false)]
    [InlineData("typing", false)]
    [InlineData("stream", false)]
    [InlineData("stream.publish", false)]
    [InlineData("", false)]
    [InlineData(null, false)]
    [InlineData("with space", false)]
    [InlineData("ümlaut", false)]
    public void EventType_OfTheProtocolsOwn_IsRefused(string? type, bool allowed) => EventTypes.IsAllowed(type).ShouldBe(allowed);

    [Fact]
    public void EventType_MayHave64Characters()
    {
        EventTypes.IsAllowed(new string('x', 64)).ShouldBeTrue();
        EventTypes.IsAllowed(new string('x', 65)).ShouldBeFalse();
    }

    [Theory]
    [InlineData("u1", true)]
    [InlineData("Ünïcode 😀", true)]
    [InlineData("", false)]
    [InlineData(null, false)]
    [InlineData("a\0b", false)]
    [InlineData("a\u007f", false)]
    [InlineData("a\u0085", false)]
    public void Id_WithControlCharacters_IsRefused(string? id, bool valid) => Identifiers.IsUserId(id).ShouldBe(valid);

    // Not as inline data: attributes are stored as UTF-8, which has no broken pairs.
    [Fact]
    public void Id_WithABrokenPair_IsRefused()
    {
        Identifiers.IsUserId("a\ud800").ShouldBeFalse();
        Identifiers.IsUserId("\udc00a").ShouldBeFalse();
        Identifiers.IsUserId("\ud83d\ud83d").ShouldBeFalse();
        Identifiers.IsUserId("\ud83d\ude00").ShouldBeTrue();
    }

    [Fact]
    public void ErrorCode_OfEveryKind_HasItsWireTextAndStatus()
    {
        foreach (RealtimeErrorCode code in Enum.GetValues<RealtimeErrorCode>())
        {
            string wire = code.ToWire();
            wire.ShouldMatch("^[a-z_]+$");
            ErrorCodes.ToStatus(wire).ShouldBeInRange(400, 504);
            (wire == ErrorCodes.Internal).ShouldBe(code is RealtimeErrorCode.None or RealtimeErrorCode.Internal);
        }
    }

    [Fact]
    public void MessageId_IsUniqueAndGrows()
    {
        string[] ids = [.. Enumerable.Range(0, 10_000).Select(_ => MessageIds.New())];

        ids.ShouldBe(ids.Order(StringComparer.Ordinal));
        ids.Distinct().Count().ShouldBe(ids.Length);
        ids.ShouldAllBe(id => id.Length == MessageIds.Length && Identifiers.IsMessageId(id));
    }

    [Fact]
    public void MessageId_WhenTheClockIsSetBack_StillGrows() =>
        string.CompareOrdinal(MessageIds.New(), MessageIds.New(unixMs: 0)).ShouldBeLessThan(0);

    [Fact]
    public void MessageId_MadeOnManyThreads_IsUnique()
    {
        string[] ids = new string[20_000];
        Parallel.For(0, ids.Length, i => ids[i] = MessageIds.New());

        ids.Distinct().Count().ShouldBe(ids.Length);
    }

    [Theory]
    [InlineData(0, "1970-01-01T00:00:00.000Z")]
    [InlineData(1795248000123, "2026-11-21T08:00:00.123Z")]
    [InlineData(-1, "1969-12-31T23:59:59.999Z")]
    [InlineData(951827696789, "2000-02-29T12:34:56.789Z")]
    [InlineData(long.MaxValue, "9999-12-31T23:59:59.999Z")]
    [InlineData(long.MinValue, "0001-01-01T00:00:00.000Z")]
    public void Time_HasMillisecondsAndIsUtc(long unixMs, string expected) => Rfc3339.Format(unixMs).ShouldBe(expected);
}
