using System.Buffers;
using System.Text;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using Orleans.Realtime.Gateway.Web.Protocol;
using Orleans.Realtime.Grains.Interfaces;
using Orleans.Realtime.Grains.Interfaces.Messaging;

namespace Orleans.Realtime.Gateway.Web.Tests.Protocol;

public sealed class ServerFrameTests
{
    private const long CreatedAt = 1795248000123; // 2026-11-21T08:00:00.123Z

    [Fact]
    public void Connected_HasTheFieldsOfTheContract() => Text(ServerFrames.Connected(new ConnectedFrame(
        "s1", "u1", DateTimeOffset.FromUnixTimeMilliseconds(1763690000999), Resumed: false, "gw-1", TimeSpan.FromSeconds(50), 8, 2, "p0aa", [])))
        .ShouldBe("""{"type":"connected","session_id":"s1","user_id":"u1","timestamp":1763690000,"resumed":false,"instance_id":"gw-1","ping_interval_ms":50000,"unread":[],"inbox":{"next_seq":8,"pending":2,"epoch":"p0aa"}}""");

    [Fact]
    public void Room_CarriesItsDataAsWritten() => Text(MessageFrames.Encode(LogId.Room("r1"), Message(MessageKind.Room)))
        .ShouldBe("""{"type":"room","id":"m1","room_id":"r1","seq":7,"from_user_id":"u1","data":{ "n":1.10 },"created_at":"2026-11-21T08:00:00.123Z"}""");

    [Fact]
    public void User_NamesItsSender() => Text(MessageFrames.Encode(LogId.Inbox("u2"), Message(MessageKind.User)))
        .ShouldBe("""{"type":"user","id":"m1","seq":7,"from_user_id":"u1","data":{ "n":1.10 },"created_at":"2026-11-21T08:00:00.123Z"}""");

    [Fact]
    public void User_FromNobody_SaysNull() => Text(MessageFrames.Encode(LogId.Inbox("u2"), Message(MessageKind.User) with { SenderId = null }))
        .ShouldContain("\"from_user_id\":null,");

    [Fact]
    public void Event_HasItsOwnType() => Text(MessageFrames.Encode(LogId.Inbox("u2"), Message(MessageKind.Event) with { Type = "order.paid" }))
        .ShouldBe("""{"type":"order.paid","id":"m1","seq":7,"data":{ "n":1.10 },"created_at":"2026-11-21T08:00:00.123Z"}""");

    [Fact]
    public void AMessageInNoLog_HasNoSeq_AndSaysSo()
    {
        Text(MessageFrames.Encode(LogId.Room("r1"), Message(MessageKind.Room) with { Seq = 0 }))
            .ShouldBe("""{"type":"room","id":"m1","room_id":"r1","durable":false,"from_user_id":"u1","data":{ "n":1.10 },"created_at":"2026-11-21T08:00:00.123Z"}""");
        Text(MessageFrames.Encode(LogId.Inbox("u2"), Message(MessageKind.Event) with { Seq = 0, Type = "order.paid" }))
            .ShouldBe("""{"type":"order.paid","id":"m1","durable":false,"data":{ "n":1.10 },"created_at":"2026-11-21T08:00:00.123Z"}""");
    }

    [Theory]
    [InlineData(null, "broadcast")]
    [InlineData("deploy.done", "deploy.done")]
    public void Broadcast_HasNoSeq(string? type, string expected) => Text(MessageFrames.Encode(default, Message(MessageKind.Broadcast) with { Type = type }))
        .ShouldBe($$"""{"type":"{{expected}}","id":"m1","data":{ "n":1.10 },"created_at":"2026-11-21T08:00:00.123Z"}""");

    [Fact]
    public void Gap_OfARoom() => Text(ServerFrames.Gap(LogId.Room("r1"), null, 106, 180, null))
        .ShouldBe("""{"type":"gap","room_id":"r1","from_seq":106,"to_seq":180}""");

    [Fact]
    public void Gap_OfTheInbox() => Text(ServerFrames.Gap(LogId.Inbox("u"), null, 1, 30, "e2"))
        .ShouldBe("""{"type":"gap","inbox":true,"from_seq":1,"to_seq":30,"epoch":"e2"}""");

    [Fact]
    public void Reconnect_SaysWhen() => Text(ServerFrames.Reconnect(TimeSpan.FromMilliseconds(1500))).ShouldBe("""{"type":"reconnect","delay_ms":1500}""");

    [Fact]
    public void Pong_RepeatsTheId()
    {
        Text(ServerFrames.Pong(null)).ShouldBe("""{"type":"pong"}""");
        Text(ServerFrames.Pong("p1")).ShouldBe("""{"type":"pong","id":"p1"}""");
    }

    [Fact]
    public void Error_RoundsTheWaitUp() => Text(ServerFrames.Error("i", RealtimeErrorCode.RateLimited, "slow down", TimeSpan.FromTicks(15_001)))
        .ShouldBe("""{"type":"error","id":"i","code":"rate_limited","message":"slow down","retry_after_ms":2}""");

    [Fact]
    public void Error_WithoutIdAndWait() => Text(ServerFrames.Error(null, ErrorCodes.Unauthorized, "no")).ShouldBe("""{"type":"error","code":"unauthorized","message":"no"}""");

    [Fact]
    public void Reply_ToAPublish() => Text(ReplyFrames.Published("i", new PublishReceipt { MessageId = "m1", Seq = 7, CreatedAtUnixMs = CreatedAt }))
        .ShouldBe("""{"type":"reply","id":"i","ok":true,"message_id":"m1","seq":7,"created_at":"2026-11-21T08:00:00.123Z"}""");

    [Fact]
    public void Reply_ToAPublishThatWasNotStored() => Text(ReplyFrames.Published("i", new PublishReceipt { MessageId = "m1", LiveOnly = true, CreatedAtUnixMs = CreatedAt }))
        .ShouldBe("""{"type":"reply","id":"i","ok":true,"message_id":"m1","durable":false,"created_at":"2026-11-21T08:00:00.123Z"}""");

    [Fact]
    public void Reply_ToASubscribe() => Text(ReplyFrames.Subscribed("i", 180, "k3f9", 3))
        .ShouldBe("""{"type":"reply","id":"i","ok":true,"last_seq":180,"epoch":"k3f9","members":3}""");

    [Fact]
    public void Reply_WithNothingElse()
    {
        Text(ReplyFrames.Done("i")).ShouldBe("""{"type":"reply","id":"i","ok":true}""");
        Text(ReplyFrames.Done(null)).ShouldBe("""{"type":"reply","ok":true}""");
    }

    [Fact]
    public void Reply_ToAHistory() => Text(ReplyFrames.History("i", LogId.Room("r1"), Page(2)))
        .ShouldBe("""{"type":"reply","id":"i","ok":true,"messages":[{"type":"room","id":"m1","room_id":"r1","seq":7,"from_user_id":"u1","data":{ "n":1.10 },"created_at":"2026-11-21T08:00:00.123Z"},{"type":"room","id":"m1","room_id":"r1","seq":8,"from_user_id":"u1","data":{ "n":1.10 },"created_at":"2026-11-21T08:00:00.123Z"}],"has_more":true,"epoch":"k3f9"}""");

    [Fact]
    public void Page_OverHttp_IsAnObject()
    {
        var body = new ArrayBufferWriter<byte>();
        MessageFrames.WritePage(body, LogId.Room("r1"), Page(0));

        Encoding.UTF8.GetString(body.WrittenSpan).ShouldBe("""{"messages":[],"has_more":true,"epoch":"k3f9"}""");
    }

    [Fact]
    public void Reply_ToAUserFrame() => Text(ReplyFrames.UserResults("i",
        [
            new UserResult("u1", new PublishReceipt { MessageId = "m", Seq = 4, Online = true }),
            new UserResult("u2", new PublishReceipt { MessageId = "m", Error = RealtimeErrorCode.Unavailable }),
            new UserResult("u3", new PublishReceipt { MessageId = "m", LiveOnly = true, Online = true }),
        ]))
        .ShouldBe("""{"type":"reply","id":"i","ok":true,"results":[{"user_id":"u1","seq":4,"online":true},{"user_id":"u2","error":"unavailable"},{"user_id":"u3","durable":false,"online":true}]}""");

    [Fact]
    public void Reply_ToABroadcast() => Text(ReplyFrames.Broadcast("i", 2, 9)).ShouldBe("""{"type":"reply","id":"i","ok":true,"gateways":2,"connections":9}""");

    [Fact]
    public void Reply_ToAResume() => Text(ReplyFrames.Resumed("i", new RecoveredLog(null, 2, 19, "p0"), [new("r1", 75, 180, "k3"), new("r2", 0, 0, null, RealtimeErrorCode.Timeout)]))
        .ShouldBe("""{"type":"reply","id":"i","ok":true,"recovered":{"inbox":{"count":2,"last_seq":19,"epoch":"p0","complete":true},"rooms":{"r1":{"count":75,"last_seq":180,"epoch":"k3","complete":true},"r2":{"error":"timeout"}}}}""");

    [Fact]
    public void Strings_OfAnyKind_GiveValidJson() =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(500), Prop.ForAll(ArbMap.Default.ArbFor<char[]>(), characters =>
        {
            string text = new(characters);
            byte[] frame = ServerFrames.Error(text, text, text);
            using JsonDocument document = JsonDocument.Parse(frame);
            string expected = Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text)); // broken pairs become U+FFFD
            document.RootElement.GetProperty("message").GetString().ShouldBe(expected);
            new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(frame).ShouldNotBeNull();
        }));

    [Fact]
    public void Strings_OfEveryCharacter_SurviveTheFrame()
    {
        for (int c = 0; c <= char.MaxValue; c += char.IsSurrogate((char)(c + 1)) ? 2049 : 1)
        {
            string text = $"a{(char)c}b";
            using JsonDocument document = JsonDocument.Parse(ServerFrames.Pong(text));
            document.RootElement.GetProperty("id").GetString().ShouldBe(text);
        }
    }

    [Fact]
    public void Frames_LargerThanTheScratchBuffer_AreWhole()
    {
        byte[] data = Encoding.UTF8.GetBytes($"\"{new string('x', 200_000)}\"");

        for (int i = 0; i < 3; i++)
        {
            using JsonDocument document = JsonDocument.Parse(MessageFrames.Encode(LogId.Room("r"), Message(MessageKind.Room) with { Data = data }));
            document.RootElement.GetProperty("data").GetString()!.Length.ShouldBe(200_000);
        }
    }

    private static Message Message(MessageKind kind) => new()
    {
        Id = "m1",
        Seq = 7,
        Kind = kind,
        SenderId = "u1",
        Data = Encoding.UTF8.GetBytes("""{ "n":1.10 }"""),
        CreatedAtUnixMs = CreatedAt,
    };

    private static MessagePage Page(int count) =>
        new([.. Enumerable.Range(0, count).Select(i => Message(MessageKind.Room) with { Seq = 7 + i })], HasMore: true, 1, 180, "k3f9");

    private static string Text(byte[] frame) => Encoding.UTF8.GetString(frame);
}
