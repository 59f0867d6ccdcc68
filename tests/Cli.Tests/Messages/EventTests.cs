using System.Text.Json;
using Orleans.Realtime.Cli.Messages;
using Orleans.Realtime.Client;
using Orleans.Realtime.Client.Messages;
using Orleans.Realtime.Client.Streams;
using Orleans.Realtime.Tests.Shared;
using Spectre.Console;

namespace Orleans.Realtime.Cli.Tests.Messages;

public sealed class EventTests
{
    private static readonly FakeTimeProvider Clock = new();
    private static readonly DateTimeOffset Time = new(2026, 1, 1, 8, 5, 3, 120, TimeSpan.Zero);

    private static readonly RoomMessage Room = new() { Id = "m1", RoomId = "lobby", Seq = 42, FromUserId = "alice", Data = "hi [there]\u001b[2J", CreatedAt = Time };

    public static TheoryData<RealtimeEvent, string> Lines => new()
    {
        { Room, "08:05:03.120 lobby #42 alice: hi [there]\\u001b[2J" },
        { Room with { Seq = null }, "08:05:03.120 lobby not stored alice: hi [there]\\u001b[2J" },
        { Room with { Data = JsonPayload.FromJson("{ \"big\": 12345678901234567890 }") }, "08:05:03.120 lobby #42 alice: { \"big\": 12345678901234567890 }" },
        { new GroupMessage { Id = "m", GroupId = "team", Seq = 1, FromUserId = "bob", Data = "x", CreatedAt = Time }, "08:05:03.120 team #1 bob: x" },
        { new PrivateMessage { Id = "m", PeerUserId = "bob", ToUserId = "me", Seq = 1, FromUserId = "bob", Data = "x", CreatedAt = Time }, "08:05:03.120 @bob #1 bob: x" },
        { new UserMessage { Id = "m", Seq = 5, FromUserId = "", Data = "x", CreatedAt = Time }, "08:05:03.120 inbox #5: x" },
        { new AppEvent { Id = "m", Seq = 5, Type = "order.shipped", Data = JsonPayload.FromJson("1"), CreatedAt = Time }, "08:05:03.120 inbox #5 order.shipped: 1" },
        { new Gap { Log = RealtimeLog.Room, Id = "lobby", FromSeq = 3, ToSeq = 7 }, "-- lobby: #3 to #7 are missing: history has them no more --" },
        { new Gap { Log = RealtimeLog.Inbox, Id = "", FromSeq = 3, ToSeq = 3 }, "-- the inbox: #3 is missing: history has them no more --" },
        { new Gap { Log = RealtimeLog.Room, Id = "lobby", FromSeq = 1, ToSeq = 0, IsReset = true }, "-- lobby began anew: earlier positions mean nothing any more --" },
        { new PresenceChange { Target = ChatTarget.Group("team"), UserId = "bob", IsOnline = true }, "00:00:00.000 team bob is online" },
    };

    [Theory]
    [MemberData(nameof(Lines))]
    public void Text_SaysWhenWhereWhichWhoAndWhat(RealtimeEvent occurrence, string line)
    {
        Markup.Remove(EventText.Of(occurrence, Clock)!).ShouldBe(line);
    }

    [Fact]
    public void Json_IsTheFrame_OnOneLine_WithItsDataAsItWas()
    {
        var line = EventJson.Of(Room with { Data = JsonPayload.FromJson("{\n  \"big\": 12345678901234567890\n}") })!;

        line.ShouldNotContain("\n");
        line.ShouldContain("\"big\": 12345678901234567890");
        var frame = JsonDocument.Parse(line).RootElement;
        frame.GetProperty("type").GetString().ShouldBe("room");
        frame.GetProperty("room_id").GetString().ShouldBe("lobby");
        frame.GetProperty("seq").GetInt64().ShouldBe(42);
        frame.GetProperty("from_user_id").GetString().ShouldBe("alice");
        frame.GetProperty("created_at").GetString().ShouldBe("2026-01-01T08:05:03.120Z");
    }

    [Fact]
    public void Gaps_AreFramesToo()
    {
        EventJson.Of(new Gap { Log = RealtimeLog.Private, Id = "bob", FromSeq = 1, ToSeq = 2 }).ShouldBe("""{"type":"gap","peer_user_id":"bob","from_seq":1,"to_seq":2}""");
        EventJson.Of(new Gap { Log = RealtimeLog.Inbox, Id = "", FromSeq = 1, ToSeq = 2 }).ShouldBe("""{"type":"gap","inbox":true,"from_seq":1,"to_seq":2}""");
        EventJson.Of(new StreamGap("orders", "1-0", null)).ShouldBe("""{"type":"gap","stream":"orders","from_id":"1-0"}""");
    }
}
