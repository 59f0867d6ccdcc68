using System.Text;
using Orleans.Realtime.Gateway.Web.Protocol;
using Orleans.Realtime.Grains.Interfaces.Messaging;

namespace Orleans.Realtime.Gateway.Web.Tests.Protocol;

public sealed class ClientFrameParserTests
{
    private readonly ClientFrameParser _parser = new();

    [Fact]
    public void Room_WithEveryField_IsRead()
    {
        ClientFrame frame = Parse("""{"type":"room","id":"m1","room_id":"lobby","data":{ "n" : 9007199254740993123, "f":1.10 },"extra":[1,{"id":"no"}]}""");

        frame.Type.ShouldBe(ClientFrameType.Room);
        frame.Id.ShouldBe("m1");
        frame.RoomId.ShouldBe("lobby");
        Encoding.UTF8.GetString(frame.CopyData()).ShouldBe("""{ "n" : 9007199254740993123, "f":1.10 }""");
    }

    [Fact]
    public void Room_OfTheSameName_IsTheSameString() =>
        Parse("""{"type":"unsubscribe","room_id":"lobby"}""").RoomId.ShouldBeSameAs(Parse("""{"room_id":"lobby","type":"subscribe"}""").RoomId);

    [Theory]
    [InlineData("\"äöü\"", "äöü")]
    [InlineData("\"r\\u0031\"", "r1")]
    [InlineData("\"😀\"", "😀")]
    [InlineData("\"\\ud83d\\ude00\"", "😀")]
    [InlineData("\"a/b c|d\"", "a/b c|d")]
    public void RoomId_InAnySpelling_IsDecoded(string json, string expected) =>
        Parse($$"""{"type":"subscribe","room_id":{{json}}}""").RoomId.ShouldBe(expected);

    [Fact]
    public void Keys_WrittenWithEscapes_AreRead() =>
        Parse("""{"\u0074ype":"\u0070ing","\u0069d":"x"}""").ShouldSatisfyAllConditions(f => f.Type.ShouldBe(ClientFrameType.Ping), f => f.Id.ShouldBe("x"));

    [Fact]
    public void Keys_ThatComeTwice_CountTheLastTime()
    {
        ClientFrame frame = Parse("""{"type":"ping","id":"a","data":1,"type":"broadcast","data":[2],"id":"b"}""");

        frame.Type.ShouldBe(ClientFrameType.Broadcast);
        frame.Id.ShouldBe("b");
        Encoding.UTF8.GetString(frame.CopyData()).ShouldBe("[2]");
    }

    [Fact]
    public void Subscribe_TakesSinceSeqAndEpoch()
    {
        ClientFrame frame = Parse("""{"type":"subscribe","room_id":"r","since_seq":105,"epoch":"k3f9"}""");

        frame.SinceSeq.ShouldBe(105);
        frame.Epoch.ShouldBe("k3f9");
    }

    [Fact]
    public void Optional_WrittenAsNull_IsAbsent()
    {
        ClientFrame frame = Parse("""{"type":"history","id":null,"room_id":"r","before_seq":null,"after_seq":null,"limit":null,"epoch":null}""");

        frame.Id.ShouldBeNull();
        frame.BeforeSeq.ShouldBeNull();
        frame.Limit.ShouldBe(HistoryQuery.DefaultLimit);
    }

    [Theory]
    [InlineData("1", 1)]
    [InlineData("500", 500)]
    [InlineData("501", 500)]
    [InlineData("9000000000000000000", 500)]
    public void Limit_IsCappedAtTheLargestPage(string limit, int expected) =>
        Parse($$"""{"type":"history","room_id":"r","limit":{{limit}}}""").Limit.ShouldBe(expected);

    [Fact]
    public void Data_MayBeNull() => Encoding.UTF8.GetString(Parse("""{"type":"broadcast","data":null}""").CopyData()).ShouldBe("null");

    [Theory]
    [InlineData("\"high\"", MessagePriority.High)]
    [InlineData("\"h\\u0069gh\"", MessagePriority.High)]
    [InlineData("\"normal\"", MessagePriority.Normal)]
    [InlineData("null", MessagePriority.Normal)]
    public void Priority_IsRead(string priority, MessagePriority expected)
    {
        Parse($$"""{"type":"user","target_ids":["u"],"priority":{{priority}},"data":1}""").Priority.ShouldBe(expected);
        Parse($$"""{"type":"broadcast","priority":{{priority}},"data":1}""").Priority.ShouldBe(expected);
    }

    [Theory]
    [InlineData("\"urgent\"")]
    [InlineData("\"High\"")]
    [InlineData("1")]
    [InlineData("{\"a\":[]}")]
    public void Priority_OfAnotherName_IsRefused_WhereItMeansSomething(string priority)
    {
        _parser.TryParse(Encoding.UTF8.GetBytes($$"""{"type":"user","target_ids":["u"],"priority":{{priority}},"data":1,"id":"i"}"""), out _, out var error).ShouldBeFalse();
        error.ShouldBe(new ParseError(Malformed: false, "priority must be \"normal\" or \"high\"", "i"));
        Parse($$"""{"type":"room","room_id":"r","priority":{{priority}},"data":1}""").Type.ShouldBe(ClientFrameType.Room);
    }

    [Theory]
    [InlineData("\"00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01\"", true)]
    [InlineData("\"00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-00\"", true)]
    [InlineData("\"00-00000000000000000000000000000000-b7ad6b7169203331-01\"", false)]
    [InlineData("\"00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01\"", false)]
    [InlineData("\"00-0AF7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01\"", false)]
    [InlineData("\"ff-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01\"", false)]
    [InlineData("\"00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-more\"", false)]
    [InlineData("\"\"", false)]
    [InlineData("null", false)]
    [InlineData("[1]", false)]
    public void Trace_OfAWrongForm_IsAsGoodAsNone(string trace, bool isTaken) =>
        Parse($$"""{"type":"room","room_id":"r","trace":{{trace}},"data":1}""").Trace.ShouldBe(isTaken ? trace.Trim('"') : null);

    [Fact]
    public void User_KeepsTheOrderOfItsTargetsWithoutRepeats() =>
        Parse("""{"type":"user","target_ids":["b","a","b"],"data":0}""").TargetIds.ShouldBe(["b", "a"]);

    [Fact]
    public void Resume_TakesNumbersAndPositionsWithEpoch()
    {
        ClientFrame frame = Parse("""{"type":"resume","id":"x","inbox":17,"rooms":{"r1":105,"r2":{"epoch":"k3f9","seq":7,"more":[]},"r1":106},"groups":{"g1":42}}""");

        frame.ResumeInbox.ShouldBe(new LogPosition(17, null));
        frame.ResumeRooms.ShouldNotBeNull().ShouldBe(
            new Dictionary<string, LogPosition> { ["r1"] = new(106, null), ["r2"] = new(7, "k3f9") },
            ignoreOrder: true);
    }

    [Fact]
    public void Resume_MayBeEmpty() => Parse("""{"type":"resume"}""").ResumeInbox.ShouldBeNull();

    [Theory]
    [InlineData("stream.nonsense")]
    [InlineData("Room")]
    [InlineData("")]
    [InlineData("a type of a hundred characters or so, which nobody could ever have meant seriously as a type of frame")]
    public void Type_ThatIsNotServed_IsUnknownAndKeepsItsId(string type)
    {
        ClientFrame frame = Parse($$"""{"type":"{{type}}","id":"7"}""");

        frame.Type.ShouldBe(ClientFrameType.Unknown);
        frame.Id.ShouldBe("7");
    }

    [Theory]
    [InlineData("""{"id":"i"}""", "type is missing")]
    [InlineData("""{"type":1,"id":"i"}""", "type must be a string")]
    [InlineData("""{"type":null,"id":"i"}""", "type must be a string")]
    [InlineData("""{"type":{"a":[]},"id":"i"}""", "type must be a string")]
    [InlineData("""{"type":"subscribe","id":"i"}""", "room_id is missing")]
    [InlineData("""{"type":"subscribe","room_id":5,"id":"i"}""", "room_id must be a string")]
    [InlineData("""{"type":"subscribe","room_id":"","id":"i"}""", "room_id must have 1 to 128 characters, none of them a control character")]
    [InlineData("""{"type":"subscribe","room_id":"a\nb","id":"i"}""", "room_id must have 1 to 128 characters, none of them a control character")]
    [InlineData("""{"type":"room","room_id":"r","id":"i"}""", "data is missing")]
    [InlineData("""{"type":"room","data":1,"id":"i"}""", "room_id is missing")]
    [InlineData("""{"type":"broadcast","id":"i"}""", "data is missing")]
    [InlineData("""{"type":"user","data":1,"id":"i"}""", "target_ids is missing")]
    [InlineData("""{"type":"user","data":1,"target_ids":"u","id":"i"}""", "target_ids must be an array of user ids")]
    [InlineData("""{"type":"user","data":1,"target_ids":[],"id":"i"}""", "target_ids must name at least one user")]
    [InlineData("""{"type":"user","data":1,"target_ids":["a",{}],"id":"i"}""", "target_ids must be a string")]
    [InlineData("""{"type":"user","data":1,"target_ids":["a",null],"id":"i"}""", "target_ids must be an array of user ids")]
    [InlineData("""{"type":"ack","id":"i"}""", "seq is missing")]
    [InlineData("""{"type":"ack","seq":-1,"id":"i"}""", "seq must be a whole number, 0 or more")]
    [InlineData("""{"type":"ack","seq":1.5,"id":"i"}""", "seq must be a whole number, 0 or more")]
    [InlineData("""{"type":"ack","seq":9223372036854775808,"id":"i"}""", "seq must be a whole number, 0 or more")]
    [InlineData("""{"type":"ack","seq":"1","id":"i"}""", "seq must be a whole number, 0 or more")]
    [InlineData("""{"type":"history","room_id":"r","limit":0,"id":"i"}""", "limit must be 1 or more")]
    [InlineData("""{"type":"resume","inbox":"x","id":"i"}""", "inbox must be a whole number, 0 or more")]
    [InlineData("""{"type":"resume","inbox":{"epoch":"e"},"id":"i"}""", "inbox: a position must be a number or hold one as seq")]
    [InlineData("""{"type":"resume","rooms":[],"id":"i"}""", "rooms must be an object of positions by id")]
    [InlineData("""{"type":"resume","rooms":{"r":null},"id":"i"}""", "rooms must be an object of positions by id")]
    [InlineData("""{"type":"auth","id":"i"}""", "token is missing")]
    public void Fault_NamesTheFieldAndKeepsTheId(string json, string message)
    {
        ParseError error = Refuse(json);

        error.ShouldBe(new ParseError(Malformed: false, message, "i"));
    }

    [Fact]
    public void Id_OfMoreThan64Characters_IsRefused()
    {
        Parse($$"""{"type":"ping","id":"{{new string('x', 64)}}"}""").Id!.Length.ShouldBe(64);
        Refuse($$"""{"type":"ping","id":"{{new string('x', 65)}}"}""").Message.ShouldStartWith("id must have 1 to 64");
    }

    [Fact]
    public void RoomId_OfMoreThan128Characters_IsRefused() =>
        Refuse($$"""{"type":"subscribe","room_id":"{{new string('x', 129)}}"}""").Message.ShouldStartWith("room_id must have 1 to 128");

    [Fact]
    public void Targets_OverTheLimit_AreRefused()
    {
        string Frame(int targets) => $$"""{"type":"user","data":1,"target_ids":[{{string.Join(',', Enumerable.Range(0, targets).Select(i => $"\"u{i}\""))}}]}""";

        Parse(Frame(1000)).TargetIds!.Count.ShouldBe(1000);
        Refuse(Frame(1001)).Message.ShouldBe("target_ids may name at most 1000 users");
    }

    [Theory]
    [InlineData("[1]")]
    [InlineData("\"room\"")]
    [InlineData(" 17 ")]
    [InlineData("null")]
    public void Frame_ThatIsNoObject_IsABadRequestButNotMalformed(string json) =>
        Refuse(json).ShouldBe(new ParseError(Malformed: false, "a frame must be a JSON object", null));

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("{")]
    [InlineData("hello")]
    [InlineData("{'type':'ping'}")]
    [InlineData("""{"type":"ping",}""")]
    [InlineData("""{"type":"ping"} x""")]
    [InlineData("""{"type":"ping"}{"type":"ping"}""")]
    [InlineData("""{"type":"ping" /* no */}""")]
    [InlineData("""{"type":"room","room_id":"r","data":01}""")]
    [InlineData("""{"type":"room","room_id":"r","data":{"a":tru}}""")]
    [InlineData("[1] 2")]
    public void Frame_ThatIsNoJson_IsMalformed(string json) => Refuse(json).Malformed.ShouldBeTrue();

    [Fact]
    public void Frame_ThatBreaksOff_StillTellsItsId() => Refuse("""{"id":"i","type":"room","data":{""").ShouldSatisfyAllConditions(
        e => e.Malformed.ShouldBeTrue(),
        e => e.Id.ShouldBe("i"));

    [Fact]
    public void Id_WithABrokenSurrogatePair_IsMalformed() => Refuse("""{"type":"ping","id":"\ud800"}""").Malformed.ShouldBeTrue();

    [Fact]
    public void Nesting_EndsAtTheLimit()
    {
        string Frame(int depth) => $$"""{"type":"broadcast","data":{{new string('[', depth)}}{{new string(']', depth)}}}""";

        Parse(Frame(ClientFrameParser.MaxDepth - 1)).Type.ShouldBe(ClientFrameType.Broadcast);
        Refuse(Frame(ClientFrameParser.MaxDepth)).Malformed.ShouldBeTrue();
    }

    [Fact]
    public void Room_AllocatesOnlyWhatIsKept()
    {
        ReadOnlyMemory<byte> withoutId = Encoding.UTF8.GetBytes("""{"type":"room","room_id":"lobby","data":{"text":"hello","n":[1,2,3]}}""");
        ReadOnlyMemory<byte> withId = Encoding.UTF8.GetBytes("""{"type":"room","id":"12345678","room_id":"lobby","data":{"text":"hello","n":[1,2,3]}}""");

        Allocated(withoutId).ShouldBe(0);
        Allocated(withId).ShouldBe(40); // an 8-character string
    }

    private long Allocated(ReadOnlyMemory<byte> payload)
    {
        for (int i = 0; i < 100; i++)
        {
            _ = _parser.TryParse(payload, out _, out _);
        }

        long before = GC.GetAllocatedBytesForCurrentThread();
        _ = _parser.TryParse(payload, out _, out _);
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    private ClientFrame Parse(string json)
    {
        bool parsed = _parser.TryParse(Encoding.UTF8.GetBytes(json), out ClientFrame frame, out ParseError error);
        parsed.ShouldBeTrue(error.Message);
        return frame;
    }

    private ParseError Refuse(string json)
    {
        _parser.TryParse(Encoding.UTF8.GetBytes(json), out _, out ParseError error).ShouldBeFalse();
        return error;
    }
}
