using System.Text;
using Orleans.Realtime.Gateway.Web.Protocol;
using Orleans.Realtime.Grains.Interfaces.Messaging;

namespace Orleans.Realtime.Gateway.Web.Tests.Protocol;

/// <summary>What clients send about groups and private conversations.</summary>
public sealed class ConversationFrameParserTests
{
    private readonly ClientFrameParser _parser = new();

    [Fact]
    public void Group_WithEveryField_IsRead()
    {
        ClientFrame frame = Parse("""{"type":"group","id":"m1","content":{ "n" : 9007199254740993, "f":1.10 },"group_id":"g|1","mentions":["b","a","b"],"data":"not mine"}""");

        frame.Type.ShouldBe(ClientFrameType.Group);
        frame.Id.ShouldBe("m1");
        frame.GroupId.ShouldBe("g|1");
        frame.Mentions.ShouldBe(["b", "a"]);
        Encoding.UTF8.GetString(frame.CopyData()).ShouldBe("""{ "n" : 9007199254740993, "f":1.10 }""");
    }

    [Fact]
    public void Private_NamesItsReceiver()
    {
        ClientFrame frame = Parse("""{"to_user_id":"bob","type":"private","content":null}""");

        frame.Type.ShouldBe(ClientFrameType.Private);
        frame.PeerUserId.ShouldBe("bob");
        Encoding.UTF8.GetString(frame.CopyData()).ShouldBe("null");
    }

    [Fact]
    public void Typing_NamesAGroupOrAUser()
    {
        Parse("""{"type":"typing","group_id":"g"}""").GroupId.ShouldBe("g");
        Parse("""{"type":"typing","to_user_id":"bob"}""").PeerUserId.ShouldBe("bob");
    }

    [Theory]
    [InlineData("\"group_id\":\"g\"", "g", null)]
    [InlineData("\"peer_user_id\":\"bob\"", null, "bob")]
    public void ReadRecallAndHistory_NameAGroupOrAPeer(string name, string? groupId, string? peer)
    {
        foreach (string type in new[] { "\"read\",\"seq\":7", "\"recall\",\"message_id\":\"m7\"", "\"history\",\"before_seq\":9" })
        {
            ClientFrame frame = Parse($$"""{"type":{{type}},{{name}}}""");

            frame.GroupId.ShouldBe(groupId);
            frame.PeerUserId.ShouldBe(peer);
            (frame.Seq == 7 || frame.MessageId == "m7" || frame.BeforeSeq == 9).ShouldBeTrue();
        }
    }

    [Fact]
    public void Presence_NamesARoomOrAGroup()
    {
        Parse("""{"type":"presence","room_id":"r"}""").RoomId.ShouldBe("r");
        Parse("""{"type":"presence","group_id":"g"}""").GroupId.ShouldBe("g");
    }

    [Fact]
    public void Optional_WrittenAsNull_IsAbsent()
    {
        ClientFrame frame = Parse("""{"type":"group","group_id":"g","content":1,"mentions":null}""");

        frame.Mentions.ShouldBeNull();
        Parse("""{"type":"read","group_id":"g","peer_user_id":null,"seq":0}""").PeerUserId.ShouldBeNull();
        Parse("""{"type":"resume","groups":null,"privates":null}""").ResumeGroups.ShouldBeNull();
    }

    [Fact]
    public void Resume_TakesPositionsOfGroupsAndPeers()
    {
        ClientFrame frame = Parse("""{"type":"resume","groups":{"g1":42,"g2":{"seq":7,"epoch":"k3f9"}},"privates":{"bob":3}}""");

        frame.ResumeRooms.ShouldBeNull();
        frame.ResumeGroups.ShouldNotBeNull().ShouldBe(new Dictionary<string, LogPosition> { ["g1"] = new(42, null), ["g2"] = new(7, "k3f9") }, ignoreOrder: true);
        frame.ResumePrivates.ShouldNotBeNull().ShouldBe(new Dictionary<string, LogPosition> { ["bob"] = new(3, null) });
    }

    [Theory]
    [InlineData("\"group\",\"content\":1", "group_id is missing")]
    [InlineData("\"group\",\"group_id\":\"g\"", "content is missing")]
    [InlineData("\"group\",\"group_id\":\"g\",\"data\":1", "content is missing")]
    [InlineData("\"group\",\"group_id\":\"\",\"content\":1", "group_id must have 1 to 128 characters, none of them a control character")]
    [InlineData("\"group\",\"group_id\":5,\"content\":1", "group_id must be a string")]
    [InlineData("\"group\",\"group_id\":\"g\",\"content\":1,\"mentions\":\"a\"", "mentions must be an array of user ids")]
    [InlineData("\"group\",\"group_id\":\"g\",\"content\":1,\"mentions\":[null]", "mentions must be an array of user ids")]
    [InlineData("\"private\",\"content\":1", "to_user_id is missing")]
    [InlineData("\"private\",\"to_user_id\":\"u\"", "content is missing")]
    [InlineData("\"private\",\"peer_user_id\":\"u\",\"content\":1", "to_user_id is missing")]
    [InlineData("\"read\",\"seq\":1", "one of group_id and peer_user_id is needed")]
    [InlineData("\"read\",\"seq\":1,\"group_id\":\"g\",\"peer_user_id\":\"u\"", "one of group_id and peer_user_id is needed")]
    [InlineData("\"read\",\"group_id\":\"g\"", "seq is missing")]
    [InlineData("\"read\",\"group_id\":\"g\",\"seq\":-1", "seq must be a whole number, 0 or more")]
    [InlineData("\"typing\"", "one of group_id and to_user_id is needed")]
    [InlineData("\"typing\",\"group_id\":\"g\",\"to_user_id\":\"u\"", "one of group_id and to_user_id is needed")]
    [InlineData("\"recall\",\"message_id\":\"m\"", "one of group_id and peer_user_id is needed")]
    [InlineData("\"recall\",\"group_id\":\"g\"", "message_id is missing")]
    [InlineData("\"history\"", "one of room_id, group_id and peer_user_id is needed")]
    [InlineData("\"history\",\"room_id\":\"r\",\"group_id\":\"g\"", "one of room_id, group_id and peer_user_id is needed")]
    [InlineData("\"presence\"", "one of room_id and group_id is needed")]
    [InlineData("\"presence\",\"room_id\":\"r\",\"group_id\":\"g\"", "one of room_id and group_id is needed")]
    [InlineData("\"resume\",\"groups\":[]", "groups must be an object of positions by id")]
    [InlineData("\"resume\",\"privates\":{\"u\":null}", "privates must be an object of positions by id")]
    public void Fault_NamesTheField(string fields, string message) =>
        Refuse($$"""{"id":"i","type":{{fields}}}""").ShouldBe(new ParseError(Malformed: false, message, "i"));

    [Fact]
    public void Mentions_OverTheLimit_AreRefused()
    {
        string Frame(int users) => $$"""{"type":"group","group_id":"g","content":1,"mentions":[{{string.Join(',', Enumerable.Range(0, users).Select(i => $"\"u{i}\""))}}]}""";

        Parse(Frame(Identifiers.MaxMentions)).Mentions!.Count.ShouldBe(Identifiers.MaxMentions);
        Refuse(Frame(Identifiers.MaxMentions + 1)).Message.ShouldBe("mentions may name at most 100 users");
    }

    private ClientFrame Parse(string json)
    {
        _parser.TryParse(Encoding.UTF8.GetBytes(json), out ClientFrame frame, out ParseError error).ShouldBeTrue(error.Message);
        return frame;
    }

    private ParseError Refuse(string json)
    {
        _parser.TryParse(Encoding.UTF8.GetBytes(json), out _, out ParseError error).ShouldBeFalse(json);
        return error;
    }
}
