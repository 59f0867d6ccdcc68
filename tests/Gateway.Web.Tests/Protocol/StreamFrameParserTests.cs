using System.Text;
using Orleans.Realtime.Gateway.Web.Protocol;
using Orleans.Realtime.Grains.Interfaces.Streams;

namespace Orleans.Realtime.Gateway.Web.Tests.Protocol;

public sealed class StreamFrameParserTests
{
    private readonly ClientFrameParser _all = new();
    private readonly StreamFrameParser _streams = new();

    [Fact]
    public void Publish_TakesOneMessage_ByteForByte()
    {
        var frame = Parse("""{"entry_id":"5-1","data":{ "n": 12345678901234567890.10, "stream":"other" },"type":"stream.publish","id":"f","stream":"orders"}""");

        frame.Type.ShouldBe(ClientFrameType.StreamPublish);
        frame.Id.ShouldBe("f");
        frame.Stream.ShouldBe("orders");
        frame.IsBatch.ShouldBeFalse();
        var message = frame.Messages.ShouldHaveSingleItem();
        Encoding.UTF8.GetString(message.Data).ShouldBe("""{ "n": 12345678901234567890.10, "stream":"other" }""");
        message.Id.ShouldBe(new StreamId(5, 1));
    }

    [Fact]
    public void Publish_TakesManyMessages()
    {
        var frame = Parse("""{"type":"stream.publish","stream":"orders","messages":[{"data":null,"x":[1,{}]},{"entry_id":"7","data":[1, 2]},{"data":3,"id":"7-1"}]}""");

        frame.Id.ShouldBeNull();
        frame.IsBatch.ShouldBeTrue();
        frame.Messages.Select(message => Encoding.UTF8.GetString(message.Data)).ShouldBe(["null", "[1, 2]", "3"]);
        frame.Messages.Select(message => message.Id).ShouldBe([null, new StreamId(7, 0), new StreamId(7, 1)]);
        Parse($$"""{"type":"stream.publish","stream":"s","messages":[{{Repeat("""{"data":1}""", 1_000)}}]}""").Messages.Length.ShouldBe(1_000);
    }

    [Fact]
    public void Range_HasDefaultsAndBounds()
    {
        var all = Parse("""{"type":"stream.range","stream":"orders"}""");
        (all.Lowest, all.Highest, all.Count, all.Reverse).ShouldBe((StreamId.Zero, StreamId.Max, 100, false));

        var some = Parse("""{"type":"stream.range","stream":"orders","start":"(5-3","end":"6","count":1000,"reverse":true}""");
        (some.Lowest, some.Highest, some.Count, some.Reverse).ShouldBe((new StreamId(5, 4), new StreamId(6, ulong.MaxValue), 1_000, true));
    }

    [Fact]
    public void Subscribe_SaysWhetherItNamesAStart()
    {
        var without = Parse("""{"type":"stream.subscribe","stream":"orders","start_id":null}""");
        (without.HasStart, without.Start).ShouldBe((false, null));
        var end = Parse("""{"type":"stream.subscribe","stream":"orders","start_id":"$"}""");
        (end.HasStart, end.Start).ShouldBe((true, null));
        var beginning = Parse("""{"type":"stream.subscribe","stream":"orders","start_id":"0"}""");
        (beginning.HasStart, beginning.Start).ShouldBe((true, StreamId.Zero));
    }

    [Fact]
    public void Consume_HasDefaults()
    {
        var plain = Parse("""{"type":"stream.consume","stream":"orders","group":"g"}""");
        (plain.Group, plain.Consumer, plain.Count, plain.AutoAck, plain.MinIdle).ShouldBe(("g", null, 10, true, null));

        var full = Parse("""{"type":"stream.consume","stream":"orders","group":"g","consumer":"c","count":1,"auto_ack":false,"min_idle_ms":0}""");
        (full.Group, full.Consumer, full.Count, full.AutoAck, full.MinIdle).ShouldBe(("g", "c", 1, false, TimeSpan.Zero));
    }

    [Fact]
    public void Ack_NamesIds() =>
        Parse("""{"type":"stream.ack","stream":"orders","group":"g","ids":["5-1","6"]}""").Ids.ShouldBe([new StreamId(5, 1), new StreamId(6, 0)]);

    [Theory]
    [InlineData("""{"type":"stream.publish","data":1}""", "stream is missing")]
    [InlineData("""{"type":"stream.publish","stream":"a b","data":1}""", "stream must be")]
    [InlineData("""{"type":"stream.publish","stream":"","data":1}""", "stream must be")]
    [InlineData("""{"type":"stream.publish","stream":7,"data":1}""", "stream must be")]
    [InlineData("""{"type":"stream.publish","stream":"s"}""", "data is missing")]
    [InlineData("""{"type":"stream.publish","stream":"s","data":1,"entry_id":"x"}""", "entry_id must be an id")]
    [InlineData("""{"type":"stream.publish","stream":"s","data":1,"messages":[{"data":1}]}""", "belong into messages")]
    [InlineData("""{"type":"stream.publish","stream":"s","messages":[]}""", "must not be empty")]
    [InlineData("""{"type":"stream.publish","stream":"s","messages":[1]}""", "messages must be")]
    [InlineData("""{"type":"stream.publish","stream":"s","messages":[{"x":1}]}""", "messages must be")]
    [InlineData("""{"type":"stream.publish","stream":"s","messages":{"data":1}}""", "messages must be")]
    [InlineData("""{"type":"stream.range","stream":"s","start":"$"}""", "start must be")]
    [InlineData("""{"type":"stream.range","stream":"s","end":5}""", "end must be a string")]
    [InlineData("""{"type":"stream.range","stream":"s","count":0}""", "count must be a whole number from 1 to 1000")]
    [InlineData("""{"type":"stream.range","stream":"s","count":1001}""", "count must be")]
    [InlineData("""{"type":"stream.range","stream":"s","reverse":"yes"}""", "reverse must be")]
    [InlineData("""{"type":"stream.subscribe","stream":"s","start_id":"+"}""", "start_id must be")]
    [InlineData("""{"type":"stream.consume","stream":"s"}""", "group is missing")]
    [InlineData("""{"type":"stream.consume","stream":"s","group":"g h"}""", "group must be")]
    [InlineData("""{"type":"stream.consume","stream":"s","group":"g","consumer":"é"}""", "consumer must be")]
    [InlineData("""{"type":"stream.consume","stream":"s","group":"g","min_idle_ms":-1}""", "min_idle_ms must be")]
    [InlineData("""{"type":"stream.consume","stream":"s","group":"g","auto_ack":0}""", "auto_ack must be")]
    [InlineData("""{"type":"stream.stop","stream":"s"}""", "group is missing")]
    [InlineData("""{"type":"stream.ack","stream":"s","group":"g"}""", "ids is missing")]
    [InlineData("""{"type":"stream.ack","stream":"s","group":"g","ids":[]}""", "ids is missing")]
    [InlineData("""{"type":"stream.ack","stream":"s","group":"g","ids":["x"]}""", "ids must be")]
    [InlineData("""{"type":"stream.ack","stream":"s","group":"g","ids":"5-1"}""", "ids must be")]
    [InlineData("""{"type":"stream.unsubscribe","stream":"\ud800"}""", "surrogate")]
    public void WrongFrame_IsRefusedByNameOfTheField(string json, string fault)
    {
        TryParse(json, out _, out var found).ShouldBeFalse();
        found!.ShouldContain(fault);
    }

    [Fact]
    public void TooManyMessagesOrIds_AreRefused()
    {
        TryParse($$"""{"type":"stream.publish","stream":"s","messages":[{{Repeat("""{"data":1}""", 1_001)}}]}""", out _, out _).ShouldBeFalse();
        TryParse($$"""{"type":"stream.ack","stream":"s","group":"g","ids":[{{Repeat("\"1-1\"", 1_001)}}]}""", out _, out _).ShouldBeFalse();
    }

    [Fact]
    public void Keys_MayBeEscaped_AndOthersAreIgnored()
    {
        var frame = Parse("""{"type":"stream.p\u0075blish","id":"f","str\u0065am":"ord\u0065rs","d\u0061ta":1,"start_id":7,"count":"x","group":[]}""");

        frame.Stream.ShouldBe("orders");
        frame.Messages.Length.ShouldBe(1);
    }

    private static string Repeat(string json, int count) => string.Join(',', Enumerable.Repeat(json, count));

    private StreamFrame Parse(string json)
    {
        TryParse(json, out var frame, out var fault).ShouldBeTrue(fault);
        return frame;
    }

    private bool TryParse(string json, out StreamFrame frame, out string? fault)
    {
        var utf8 = Encoding.UTF8.GetBytes(json);
        _all.TryParse(utf8, out var known, out var error).ShouldBeTrue(error.Message);
        return _streams.TryParse(utf8, known.Type, known.Id, out frame, out fault);
    }
}
