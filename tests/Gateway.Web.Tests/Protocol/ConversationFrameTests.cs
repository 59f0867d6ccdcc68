using System.Buffers;
using System.Text;
using Orleans.Realtime.Gateway.Web.Delivery;
using Orleans.Realtime.Gateway.Web.Protocol;
using Orleans.Realtime.Grains.Interfaces;
using Orleans.Realtime.Grains.Interfaces.Conversations;
using Orleans.Realtime.Grains.Interfaces.Gateways;
using Orleans.Realtime.Grains.Interfaces.Messaging;

namespace Orleans.Realtime.Gateway.Web.Tests.Protocol;

public sealed class ConversationFrameTests
{
    private const long CreatedAt = 1795248000123; // 2026-11-21T08:00:00.123Z
    private static readonly LogId Group = LogId.Group("g1");
    private static readonly LogId Private = LogId.Private("bob", "ann");

    [Fact]
    public void Group_CarriesItsContentAsWritten() => Text(MessageFrames.Encode(Group, Message(MessageKind.Group)))
        .ShouldBe("""{"type":"group","id":"m1","group_id":"g1","seq":7,"from_user_id":"ann","content":{ "n":1.10 },"created_at":"2026-11-21T08:00:00.123Z"}""");

    [Fact]
    public void Group_NamesMentions_WhenThereAreAny()
    {
        Text(MessageFrames.Encode(Group, Message(MessageKind.Group) with { Mentions = ["bob", "c"] })).ShouldEndWith(""","mentions":["bob","c"]}""");
        Text(MessageFrames.Encode(Group, Message(MessageKind.Group) with { Mentions = [] })).ShouldNotContain("mentions");
    }

    [Fact]
    public void Private_NamesBothUsers() => Text(MessageFrames.Encode(Private, Message(MessageKind.Private)))
        .ShouldBe("""{"type":"private","id":"m1","from_user_id":"ann","to_user_id":"bob","seq":7,"content":{ "n":1.10 },"created_at":"2026-11-21T08:00:00.123Z"}""");

    [Fact]
    public void Member_OfTheLog_HasItsPosition() => Text(MessageFrames.Encode(Group, Message(MessageKind.Member) with { Type = "added", Reference = new MessageReference("bob") }))
        .ShouldBe("""{"type":"member","group_id":"g1","seq":7,"user_id":"bob","action":"added","by_user_id":"ann","created_at":"2026-11-21T08:00:00.123Z"}""");

    [Fact]
    public void Member_OfNoLog_HasNone() => Text(ConversationFrames.Member("g1", "bob", MemberActions.Removed))
        .ShouldBe("""{"type":"member","group_id":"g1","user_id":"bob","action":"removed"}""");

    [Fact]
    public void Recall_NamesTheMessage_AndItsOwnPosition() => Text(MessageFrames.Encode(Group, Message(MessageKind.Recall) with { Reference = new MessageReference(MessageId: "m0", Seq: 5) }))
        .ShouldBe("""{"type":"recall","group_id":"g1","seq":7,"message_id":"m0","message_seq":5,"by_user_id":"ann","created_at":"2026-11-21T08:00:00.123Z"}""");

    [Fact]
    public void Recall_InPrivate_IsWrittenForItsViewer()
    {
        var recall = Message(MessageKind.Recall) with { Reference = new MessageReference(MessageId: "m0", Seq: 5) };

        PeerOf(new FrameEncoder().EncodeFor("ann", Private, recall).Payload.Span).ShouldBe("bob");
        PeerOf(new FrameEncoder().EncodeFor("bob", Private, recall).Payload.Span).ShouldBe("ann");
    }

    [Fact]
    public void Mention_InTheInbox_NamesTheMessage() => Text(MessageFrames.Encode(
        LogId.Inbox("bob"), Message(MessageKind.Mention) with { Data = [], Reference = new MessageReference("bob", Group, "m0", 5) }))
        .ShouldBe("""{"type":"mention","id":"m1","seq":7,"group_id":"g1","message_id":"m0","message_seq":5,"from_user_id":"ann","created_at":"2026-11-21T08:00:00.123Z"}""");

    [Fact]
    public void Typing_InAGroup() => Text(ConversationFrames.Signal(new Signal(Group, SignalKind.Typing, "ann"), "bob"))
        .ShouldBe("""{"type":"typing","group_id":"g1","user_id":"ann"}""");

    [Fact]
    public void Typing_InPrivate_SaysWho() => Text(ConversationFrames.Signal(new Signal(Private, SignalKind.Typing, "ann"), "bob"))
        .ShouldBe("""{"type":"typing","from_user_id":"ann","user_id":"ann"}""");

    [Fact]
    public void Read_SaysHowMany() => Text(ConversationFrames.Signal(new Signal(Group, SignalKind.Read, "ann", Seq: 9, ReadCount: 3, MemberCount: 5), "bob"))
        .ShouldBe("""{"type":"read","group_id":"g1","user_id":"ann","seq":9,"read_count":3,"member_count":5}""");

    [Fact]
    public void Read_InPrivate_IsWrittenForItsViewer()
    {
        var signal = new Signal(Private, SignalKind.Read, "ann", Seq: 9, ReadCount: 1, MemberCount: 2);

        PeerOf(ConversationFrames.Signal(signal, "ann")).ShouldBe("bob");
        PeerOf(ConversationFrames.Signal(signal, "bob")).ShouldBe("ann");
    }

    [Theory]
    [InlineData("Online", "online")]
    [InlineData("Offline", "offline")]
    public void Presence_SaysTheStatus(string kind, string status) => Text(ConversationFrames.Signal(new Signal(Group, Enum.Parse<SignalKind>(kind), "ann"), "bob"))
        .ShouldBe($$"""{"type":"presence","group_id":"g1","user_id":"ann","status":"{{status}}"}""");

    [Fact]
    public void Gap_NamesTheConversation()
    {
        Text(ServerFrames.Gap(Group, "bob", 1, 30, "e2")).ShouldBe("""{"type":"gap","group_id":"g1","from_seq":1,"to_seq":30,"epoch":"e2"}""");
        Text(ServerFrames.Gap(Private, "bob", 1, 30, "e2")).ShouldBe("""{"type":"gap","peer_user_id":"ann","from_seq":1,"to_seq":30,"epoch":"e2"}""");
    }

    [Fact]
    public void History_HoldsContent()
    {
        var output = new ArrayBufferWriter<byte>();
        MessageFrames.WritePage(output, Group, new MessagePage([Message(MessageKind.Group)], HasMore: true, 1, 7, "e1"));

        Text(output.WrittenSpan.ToArray()).ShouldStartWith("""{"messages":[{"type":"group","id":"m1","group_id":"g1","seq":7,"from_user_id":"ann","content":{ "n":1.10 },""");
        Text(output.WrittenSpan.ToArray()).ShouldEndWith("""],"has_more":true,"epoch":"e1"}""");
    }

    [Fact]
    public void Connected_ListsWhatIsUnread() => Text(ServerFrames.Connected(new ConnectedFrame(
        "s1", "bob", DateTimeOffset.FromUnixTimeSeconds(1), Resumed: false, "gw-1", TimeSpan.FromSeconds(50), 1, 0, "p0",
        [new ConversationUnread(Group, 3, 42, "k3f9", 39, []), new ConversationUnread(Private, 1, 2, "e7", 0, [])])))
        .ShouldContain(""","unread":[{"group_id":"g1","count":3,"last_seq":42,"epoch":"k3f9"},{"peer_user_id":"ann","count":1,"last_seq":2,"epoch":"e7"}],""");

    [Fact]
    public void Reply_ToAResume_NamesGroupsAndPrivates_WhenTheClientDid() => Text(ReplyFrames.Resumed(
        "i", null, [], [new RecoveredLog("g1", 1, 8, "e"), new RecoveredLog("g2", 0, 0, null, RealtimeErrorCode.NotMember)], [new RecoveredLog("ann", 0, 2, "f")]))
        .ShouldBe("""{"type":"reply","id":"i","ok":true,"recovered":{"rooms":{},"groups":{"g1":{"count":1,"last_seq":8,"epoch":"e","complete":true},"g2":{"error":"not_member"}},"privates":{"ann":{"count":0,"last_seq":2,"epoch":"f","complete":true}}}}""");

    [Fact]
    public void Resume_ReadsGroupsAndPrivates()
    {
        new ClientFrameParser().TryParse("""{"type":"resume","groups":{"g1":42},"privates":{"ann":{"seq":5,"epoch":"e"}}}"""u8.ToArray(), out var frame, out _).ShouldBeTrue();

        frame.ResumeGroups!["g1"].ShouldBe(new LogPosition(42, null));
        frame.ResumePrivates!["ann"].ShouldBe(new LogPosition(5, "e"));
        frame.ResumeRooms.ShouldBeNull();
    }

    [Theory]
    [InlineData("""{"type":"resume","groups":[1]}""", "groups must be an object of positions by id")]
    [InlineData("""{"type":"resume","privates":{"":1}}""", "privates must have 1 to 128 characters, none of them a control character")]
    public void Resume_WithPositionsOfAWrongForm_IsRefused(string json, string fault)
    {
        new ClientFrameParser().TryParse(Encoding.UTF8.GetBytes(json), out _, out var error).ShouldBeFalse();

        error.Message.ShouldBe(fault);
    }

    private static Message Message(MessageKind kind) => new()
    {
        Id = "m1", Seq = 7, Kind = kind, SenderId = "ann", Data = "{ \"n\":1.10 }"u8.ToArray(), CreatedAtUnixMs = CreatedAt,
    };

    private static string Text(byte[] frame) => Encoding.UTF8.GetString(frame);

    private static string PeerOf(ReadOnlySpan<byte> frame) => System.Text.Json.Nodes.JsonNode.Parse(frame)!["peer_user_id"]!.GetValue<string>();
}
