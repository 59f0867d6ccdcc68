using System.Globalization;
using System.Text.Json;
using Orleans.Realtime.Cli.Terminals;
using Orleans.Realtime.Client;
using Orleans.Realtime.Client.Messages;
using Orleans.Realtime.Client.Streams;

namespace Orleans.Realtime.Cli.Messages;

/// <summary>Events as lines for people, in markup: when, where, which, who, what.</summary>
internal static class EventText
{
    /// <summary>The line; null for what needs none.</summary>
    public static string? Of(RealtimeEvent occurrence, TimeProvider clock) => occurrence switch
    {
        RoomMessage room => Message(room, clock, $"[blue]{Words.Safe(room.RoomId)}[/]", room.FromUserId),
        GroupMessage group => Message(group, clock, $"[green]{Words.Safe(group.GroupId)}[/]", group.FromUserId),
        PrivateMessage priv => Message(priv, clock, $"[magenta]@{Words.Safe(priv.PeerUserId)}[/]", priv.FromUserId),
        MentionMessage mention => $"{Head(mention, clock, "[yellow]inbox[/]")} [bold]{Words.Safe(mention.FromUserId)}[/] mentions you in [green]{Words.Safe(mention.GroupId)}[/] [grey]#{mention.MessageSeq}[/]",
        AppEvent { Seq: null } all => Message(all, clock, "[yellow]all[/]", all.Type),
        AppEvent own => Message(own, clock, "[yellow]inbox[/]", own.Type),
        BroadcastMessage broadcast => Message(broadcast, clock, "[yellow]all[/]", broadcast.FromUserId),
        RealtimeMessage other => Message(other, clock, "[yellow]inbox[/]", other.FromUserId),
        MemberChange member => $"[grey]{Now(clock)}[/] [green]{Words.Safe(member.GroupId)}[/] [grey]#{member.Seq}[/] {Words.Safe(member.UserId)} {(member.Added ? "is a member now" : "is no member any more")}",
        RecallEvent recall => $"[grey]{Now(clock)}[/] {Place(recall.Conversation)} [grey]#{recall.Seq}[/] {Words.Safe(recall.ByUserId)} took back #{recall.MessageSeq}",
        ReadReceipt read => $"[grey]{Now(clock)}[/] {Place(read.Conversation)} {Words.Safe(read.UserId)} read up to #{read.Seq} ({read.ReadCount}/{read.MemberCount})",
        TypingEvent typing => $"[grey]{Now(clock)}[/] {Place(typing.Conversation)} {Words.Safe(typing.UserId)} is typing",
        PresenceChange presence => $"[grey]{Now(clock)}[/] {Place(presence.Target)} {Words.Safe(presence.UserId)} is {(presence.IsOnline ? "online" : "offline")}",
        Gap gap => Of(gap),
        _ => null,
    };

    /// <summary>One entry of a stream.</summary>
    public static string Of(StreamEntry entry, TimeProvider clock) =>
        $"[grey]{Time(entry.Timestamp, clock)}[/] [blue]{Words.Safe(entry.Stream)}[/] [grey]{Words.Safe(entry.Id)}[/]: {Data(entry.Data)}";

    /// <summary>What a stream does not have any more.</summary>
    public static string Of(StreamGap gap) =>
        $"[yellow]-- {Words.Safe(gap.Stream)}: entries behind {Words.Safe(gap.FromId)}{(gap.ToId is null ? string.Empty : $" and before {Words.Safe(gap.ToId)}")} are missing: the stream was trimmed --[/]";

    private static string Of(Gap gap)
    {
        var place = gap.Log == RealtimeLog.Inbox ? "the inbox" : Words.Safe(gap.Id);
        return gap.ToSeq < gap.FromSeq
            ? $"[yellow]-- {place} began anew: earlier positions mean nothing any more --[/]"
            : $"[yellow]-- {place}: {(gap.FromSeq == gap.ToSeq ? $"#{gap.FromSeq} is" : $"#{gap.FromSeq} to #{gap.ToSeq} are")} missing: history has {(gap.IsReset ? "begun anew" : "them no more")} --[/]";
    }

    private static string Message(RealtimeMessage message, TimeProvider clock, string place, string who) =>
        $"{Head(message, clock, place)}{(who.Length == 0 ? string.Empty : $" [bold]{Words.Safe(who)}[/]")}: {Data(message.Data)}";

    private static string Head(RealtimeMessage message, TimeProvider clock, string place) =>
        $"[grey]{Time(message.CreatedAt, clock)}[/] {place} [grey]{(message.Seq is { } seq ? $"#{seq.ToString(CultureInfo.InvariantCulture)}" : "not stored")}[/]";

    private static string Place(ChatTarget target) => target.Log switch
    {
        RealtimeLog.Room => $"[blue]{Words.Safe(target.Id)}[/]",
        RealtimeLog.Group => $"[green]{Words.Safe(target.Id)}[/]",
        _ => $"[magenta]@{Words.Safe(target.Id)}[/]",
    };

    // A text is shown as such, everything else as it was written.
    private static string Data(JsonPayload data)
    {
        var reader = new Utf8JsonReader(data.Utf8.Span);
        return Words.Safe(reader.Read() && reader.TokenType == JsonTokenType.String ? reader.GetString() : data.ToString());
    }

    private static string Now(TimeProvider clock) => Time(clock.GetUtcNow(), clock);

    private static string Time(DateTimeOffset time, TimeProvider clock) => TimeZoneInfo.ConvertTime(time, clock.LocalTimeZone).ToString("HH:mm:ss.fff", CultureInfo.InvariantCulture);
}
