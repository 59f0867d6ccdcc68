using System.Text;
using Orleans.Realtime.Gateway.Web.Protocol;
using Orleans.Realtime.Grains.Interfaces.Streams;

namespace Orleans.Realtime.Gateway.Web.Tests.Protocol;

/// <summary>Positions in streams as clients write them, and entries as clients see them.</summary>
public sealed class StreamProtocolTests
{
    private const string Max = "18446744073709551615";

    [Theory]
    [InlineData("$", true, null)]
    [InlineData("0", true, "0-0")]
    [InlineData("5-3", true, "5-3")]
    [InlineData("5", true, "5-0")]
    [InlineData("", false, null)]
    [InlineData("-", false, null)]
    [InlineData("$5", false, null)]
    [InlineData("5-", false, null)]
    public void Start_IsTheEndOrAnId(string text, bool valid, string? id)
    {
        StreamPositions.TryParseStart(text, out var start).ShouldBe(valid);
        start?.ToString().ShouldBe(id);
        start.HasValue.ShouldBe(id is not null);
    }

    [Theory]
    [InlineData("-", "0-0", "0-0")]
    [InlineData("+", Max + "-" + Max, Max + "-" + Max)]
    [InlineData("5-3", "5-3", "5-3")]
    [InlineData("5", "5-0", "5-" + Max)]
    [InlineData("(5-3", "5-4", "5-2")]
    [InlineData("(5", "5-1", "5-18446744073709551614")]
    [InlineData("(5-0", "5-1", "4-" + Max)]
    [InlineData("(5-" + Max, "6-0", "5-18446744073709551614")]
    [InlineData("(0-0", "0-1", null)]
    [InlineData("(" + Max + "-" + Max, null, Max + "-18446744073709551614")]
    [InlineData("", null, null)]
    [InlineData("(", null, null)]
    [InlineData("$", null, null)]
    [InlineData("((5", null, null)]
    [InlineData("(-", null, null)]
    [InlineData("5-3 ", null, null)]
    public void Bound_ReadsAsInRedis(string text, string? lowest, string? highest)
    {
        StreamPositions.TryParseLowest(text, out var low).ShouldBe(lowest is not null);
        StreamPositions.TryParseHighest(text, out var high).ShouldBe(highest is not null);
        (lowest is null ? null : low.ToString()).ShouldBe(lowest);
        (highest is null ? null : high.ToString()).ShouldBe(highest);
    }

    [Theory]
    [InlineData("-", "+", true, "0-0", Max + "-" + Max)]
    [InlineData("+", "-", true, "0-0", Max + "-" + Max)]
    [InlineData("+", "-", false, Max + "-" + Max, "0-0")]
    [InlineData("9-0", "5-0", true, "9-0", "5-0")]
    public void Range_OfAllInReverse_MayBeWrittenAsInRedis(string start, string end, bool reverse, string lowest, string highest)
    {
        StreamPositions.TryParseLowest(start, out var low).ShouldBeTrue();
        StreamPositions.TryParseHighest(end, out var high).ShouldBeTrue();

        var range = StreamPositions.Range(low, high, count: 7, reverse);

        (range.Start.ToString(), range.End.ToString(), range.Count, range.Reverse).ShouldBe((lowest, highest, 7, reverse));
    }

    [Fact]
    public void Entry_KeepsItsDataByteForByte()
    {
        var entry = new StreamEntry(new StreamId(ulong.MaxValue, 7), "{ \"n\":12345678901234567890.10 }"u8.ToArray(), 1_763_690_000_999, DeliveryCount: 0);

        Text(StreamFrames.Entry("orders", entry)).ShouldBe(
            $$"""{"type":"stream","stream":"orders","id":"{{Max}}-7","data":{ "n":12345678901234567890.10 },"timestamp":1763690000}""");
        Text(StreamFrames.Entry("orders", "g", entry with { Id = new StreamId(1, 0), Data = "1"u8.ToArray(), DeliveryCount = 2 })).ShouldBe(
            """{"type":"stream","stream":"orders","group":"g","id":"1-0","data":1,"timestamp":1763690000,"delivery_count":2}""");
    }

    [Fact]
    public void Gap_NamesWhatIsOnBothSides()
    {
        Text(StreamFrames.Gap("orders", new StreamId(1, 2), new StreamId(3, 4))).ShouldBe("""{"type":"gap","stream":"orders","from_id":"1-2","to_id":"3-4"}""");
        Text(StreamFrames.Gap("orders", StreamId.Max, to: null)).ShouldBe($$"""{"type":"gap","stream":"orders","from_id":"{{Max}}-{{Max}}"}""");
    }

    [Fact]
    public void IdempotencyKey_BelongsToOneSender_AndFits()
    {
        StreamIdempotencyKey.Of("a", "b|c").ShouldNotBe(StreamIdempotencyKey.Of("a|b", "c"));
        StreamIdempotencyKey.Of("a", id: null).ShouldBeNull();
        StreamIdempotencyKey.Of(new string('u', Identifiers.MaxUserIdLength), new string('i', Identifiers.MaxMessageIdLength))!.Length
            .ShouldBeLessThanOrEqualTo(StreamPublish.MaxKeyLength);
    }

    private static string Text(byte[] json) => Encoding.UTF8.GetString(json);
}
