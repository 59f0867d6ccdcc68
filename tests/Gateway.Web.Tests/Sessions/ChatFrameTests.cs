using System.Text;
using NSubstitute;
using NSubstitute.ExceptionExtensions;
using Orleans.Realtime.Grains.Interfaces;
using Orleans.Realtime.Grains.Interfaces.Conversations;
using Orleans.Realtime.Grains.Interfaces.Messaging;

namespace Orleans.Realtime.Gateway.Web.Tests.Sessions;

/// <summary>What a client's frames about groups and private conversations ask of the grains.</summary>
public sealed class ChatFrameTests : IDisposable
{
    private readonly SessionKit _kit = new();
    private readonly IConversationGrain _group = Substitute.For<IConversationGrain>();
    private readonly IConversationGrain _private = Substitute.For<IConversationGrain>();

    public ChatFrameTests()
    {
        _kit.Grains.Factory.GetGrain<IConversationGrain>("group/g", Arg.Any<string?>()).Returns(_group);
        _kit.Grains.Factory.GetGrain<IConversationGrain>(LogId.Private("alice", "bob").ToString(), Arg.Any<string?>()).Returns(_private);
    }

    public void Dispose() => _kit.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Group_IsPublishedInTheSendersName(bool isService)
    {
        Message? published = null;
        _group.PublishAsync(Arg.Any<IReadOnlyList<Message>>()).Returns(call => Receipts(published = call.Arg<IReadOnlyList<Message>>()[0]));
        var client = _kit.Open("alice", isService: isService);
        await client.ReceiveAsync("connected");

        client.Send("""{"type":"group","id":"1","group_id":"g","content":[1.10],"mentions":["bob"]}""");

        var reply = await client.ReceiveAsync("reply");
        reply["seq"]!.GetValue<long>().ShouldBe(7);
        reply["message_id"]!.GetValue<string>().ShouldBe(published!.Id);
        published.Kind.ShouldBe(MessageKind.Group);
        published.SenderId.ShouldBe("alice");
        published.ClientId.ShouldBe("1");
        published.Echo.ShouldBe(EchoPolicy.ExceptOrigin);
        published.OriginSessionId.ShouldBe(client.Session.SessionId);
        published.Mentions.ShouldBe(["bob"]);
        published.OnBehalf.ShouldBe(isService);
        Encoding.UTF8.GetString(published.Data).ShouldBe("[1.10]");
    }

    [Fact]
    public async Task Private_IsPublishedToTheConversationOfTheTwo_AndNeverOnSomebodysBehalf()
    {
        Message? published = null;
        _private.PublishAsync(Arg.Any<IReadOnlyList<Message>>()).Returns(call => Receipts(published = call.Arg<IReadOnlyList<Message>>()[0]));
        var client = _kit.Open("alice", isService: true);
        await client.ReceiveAsync("connected");

        client.Send("""{"type":"private","id":"1","to_user_id":"bob","content":1}""");

        await client.ReceiveAsync("reply");
        published!.Kind.ShouldBe(MessageKind.Private);
        published.OnBehalf.ShouldBeFalse();
    }

    [Theory]
    [InlineData("""{"type":"private","id":"1","to_user_id":"alice","content":1}""")]
    [InlineData("""{"type":"typing","id":"1","to_user_id":"alice"}""")]
    [InlineData("""{"type":"read","id":"1","peer_user_id":"alice","seq":1}""")]
    [InlineData("""{"type":"recall","id":"1","peer_user_id":"alice","message_id":"m"}""")]
    [InlineData("""{"type":"history","id":"1","peer_user_id":"alice"}""")]
    public async Task Conversation_WithOneself_IsRefused(string frame)
    {
        var client = await _kit.ConnectAsync("alice");

        client.Send(frame);

        var error = await client.ReceiveAsync("error");
        error["code"]!.GetValue<string>().ShouldBe("bad_request");
        error["id"]!.GetValue<string>().ShouldBe("1");
        _kit.Grains.Factory.DidNotReceive().GetGrain<IConversationGrain>(Arg.Is<string>(key => key.StartsWith("private/alice|alice", StringComparison.Ordinal)), Arg.Any<string?>());
    }

    [Fact]
    public async Task Read_SaysForWhomAndFromWhere_AndIsRepeatedWhileTheFaultPasses()
    {
        var calls = 0;
        _group.MarkReadAsync("alice", 5, Arg.Any<string?>()).Returns(_ => ++calls == 1
            ? throw new RealtimeException(RealtimeErrorCode.Unavailable, "Soon.")
            : Task.FromResult(new ReadState(5, 2)));
        var client = await _kit.ConnectAsync("alice");

        client.Send("""{"type":"read","id":"1","group_id":"g","seq":5}""");
        await _kit.AdvanceUntilAsync(() => client.HasMore, TimeSpan.FromMilliseconds(50));

        (await client.ReceiveAsync("reply")).ToJsonString().ShouldBe("""{"type":"reply","id":"1","ok":true,"seq":5,"unread":2}""");
        calls.ShouldBe(2);
        await _group.Received().MarkReadAsync("alice", 5, client.Session.SessionId);
    }

    [Theory]
    [InlineData(RealtimeErrorCode.NotMember, "not_member")]
    [InlineData(RealtimeErrorCode.NotFound, "not_found")]
    [InlineData(RealtimeErrorCode.BadRequest, "bad_request")]
    public async Task Refusals_ReachTheClientAtOnce(RealtimeErrorCode code, string wire)
    {
        _group.MarkReadAsync("alice", 5, Arg.Any<string?>()).ThrowsAsync(new RealtimeException(code, "No."));
        var client = await _kit.ConnectAsync("alice");

        client.Send("""{"type":"read","id":"1","group_id":"g","seq":5}""");

        (await client.ReceiveAsync("error"))["code"]!.GetValue<string>().ShouldBe(wire);
        await _group.Received(1).MarkReadAsync("alice", 5, Arg.Any<string?>());
    }

    [Fact]
    public async Task Typing_GoesOnOnceInTheInterval_ForEachConversation()
    {
        var client = await _kit.ConnectAsync("alice");
        const string Frame = """{"type":"typing","id":"t","group_id":"g"}""";

        for (var i = 0; i < 3; i++)
        {
            client.Send(Frame);
            await client.ReceiveAsync("reply");
        }

        await _group.Received(1).TypingAsync("alice", client.Session.SessionId);
        client.Send("""{"type":"typing","to_user_id":"bob"}""");
        await client.ShouldHaveNothingMoreAsync();
        await _private.Received(1).TypingAsync("alice", client.Session.SessionId);
        client.Send(Frame);
        await client.ReceiveAsync("reply");
        _kit.Time.Advance(TimeSpan.FromSeconds(1));
        client.Send(Frame);
        await client.ReceiveAsync("reply");
        await _group.Received(3).TypingAsync("alice", client.Session.SessionId);
    }

    [Fact]
    public async Task Recall_WithoutAnId_IsGivenOne_AndAnswersWithTheMessagesOwn()
    {
        _group.RecallAsync(Arg.Any<Actor>(), "m1", Arg.Any<string?>(), Arg.Any<string?>()).Returns(new PublishReceipt { MessageId = "of the recall", Seq = 9 });
        var client = await _kit.ConnectAsync("alice");

        client.Send("""{"type":"recall","id":"r","group_id":"g","message_id":"m1"}""");
        var reply = await client.ReceiveAsync("reply");
        client.Send("""{"type":"recall","group_id":"g","message_id":"m1"}""");
        await client.ReceiveAsync("reply");

        reply["message_id"]!.GetValue<string>().ShouldBe("m1");
        reply["seq"]!.GetValue<long>().ShouldBe(9);
        var actor = new Actor("alice", false, false);
        await _group.Received(1).RecallAsync(actor, "m1", "r", client.Session.SessionId);
        await _group.Received(1).RecallAsync(actor, "m1", Arg.Is<string?>(id => id != null && id != "r"), client.Session.SessionId);
    }

    [Fact]
    public async Task History_IsReadInTheNameOfTheUser()
    {
        var message = new Message { Id = "m", Kind = MessageKind.Group, Seq = 4, SenderId = "bob", Data = "1"u8.ToArray(), CreatedAtUnixMs = 1_763_690_000_000 };
        _group.GetHistoryAsync(new Actor("alice", false, false), new HistoryQuery(3, null, 2)).Returns(new MessagePage(new[] { message }, true, 1, 9, "e"));
        var client = await _kit.ConnectAsync("alice");

        client.Send("""{"type":"history","id":"h","group_id":"g","after_seq":3,"limit":2}""");

        (await client.ReceiveAsync("reply")).ToJsonString().ShouldBe(
            """{"type":"reply","id":"h","ok":true,"messages":[{"type":"group","id":"m","group_id":"g","seq":4,"from_user_id":"bob","content":1,"created_at":"2025-11-21T01:53:20.000Z"}],"has_more":true,"epoch":"e"}""");
    }

    [Fact]
    public async Task Presence_OfAGroup_IsTheGrainsAnswer_AndOfARoomForThoseInside()
    {
        _group.GetPresenceAsync(new Actor("alice", false, false)).Returns(new ConversationPresence(new[] { "alice", "bob" }, 2, 5));
        var client = await _kit.ConnectAsync("alice");

        client.Send("""{"type":"presence","id":"p","group_id":"g"}""");
        client.Send("""{"type":"presence","id":"q","room_id":"r"}""");

        (await client.ReceiveAsync("reply")).ToJsonString().ShouldBe("""{"type":"reply","id":"p","ok":true,"online":["alice","bob"],"online_count":2,"member_count":5}""");
        (await client.ReceiveAsync("error"))["code"]!.GetValue<string>().ShouldBe("forbidden");
    }

    private static PublishReceipt[] Receipts(Message message) => new[] { new PublishReceipt { MessageId = message.Id, Seq = 7 } };
}
