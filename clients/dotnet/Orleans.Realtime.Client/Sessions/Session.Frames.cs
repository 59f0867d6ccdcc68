using System.Text.Json;
using Orleans.Realtime.Client.Messages;
using Orleans.Realtime.Client.Protocol;
using Orleans.Realtime.Client.Receiving;

namespace Orleans.Realtime.Client.Sessions;

// What the frames of a live connection mean.
internal sealed partial class Session
{
    private static readonly (string Field, RealtimeLog Kind)[] Tables = [("rooms", RealtimeLog.Room), ("groups", RealtimeLog.Group), ("privates", RealtimeLog.Private)];

    public void Received(ServerFrame frame)
    {
        switch (frame.Type)
        {
            case FrameType.Room:
                Inflow.Message(RealtimeLog.Room, frame.RoomId ?? "", frame);
                break;
            case FrameType.Group or FrameType.Member or FrameType.Recall or FrameType.Private:
                Conversation(frame);
                break;

            // One without an id that names a stream is the end of a consumer.
            case FrameType.Error when frame is { Stream: not null, Id: null }:
            case FrameType.Gap or FrameType.Stream when frame.Stream is not null:
                Streams?.Receive(frame);
                break;
            case FrameType.Reply or FrameType.Error:
                Answer(frame);
                break;
            case FrameType.Gap:
                Inflow.Gap(frame);
                break;
            case FrameType.Pong:
                break;

            // User messages, mentions and events of the application lie in the inbox, if they have a place at all.
            case not FrameType.Read when frame.Seq is not null:
                Inflow.Message(RealtimeLog.Inbox, "", frame);
                break;
            default:
                if (EventReader.Read(frame, log: null, PeerOf(frame)) is { } occurrence)
                {
                    Dispatcher.Post(occurrence);
                }

                break;
        }
    }

    private void Conversation(ServerFrame frame)
    {
        if (frame is { Type: FrameType.Member, Seq: null })
        {
            Dispatcher.Post(EventReader.Read(frame, log: null, "")!);
            ForgetLeft(frame);
        }
        else if (frame.GroupId is { } groupId)
        {
            Inflow.Message(RealtimeLog.Group, groupId, frame);
        }
        else
        {
            Inflow.Message(RealtimeLog.Private, PeerOf(frame), frame);
        }
    }

    /// <summary>The other one of a private conversation's two users.</summary>
    private string PeerOf(ServerFrame frame) => frame.PeerUserId ?? (frame.FromUserId == UserId ? frame.ToUserId : frame.FromUserId) ?? "";

    // Who leaves a group, and comes back, hears it from its new beginning.
    private void ForgetLeft(ServerFrame frame)
    {
        if (frame is { Type: FrameType.Member, GroupId: { } group } && frame.UserId == UserId && frame.Root.Text("action") == "removed")
        {
            Inflow.Logs.Remove(RealtimeLog.Group, group);
        }
    }

    private void Answer(ServerFrame frame)
    {
        if (frame.Id == ResumeId)
        {
            if (frame.Type == FrameType.Error)
            {
                Failed(ServerErrors.Read(frame.Root));
            }
            else if (frame.Root.TryGet("recovered", out var recovered))
            {
                Recovered(recovered);
            }
        }
        else if (!Outbox.Answer(frame) && frame.Type == FrameType.Error)
        {
            Failed(ServerErrors.Read(frame.Root));
        }
    }

    private void Recovered(JsonElement recovered)
    {
        foreach (var (field, kind) in Tables)
        {
            foreach (var found in recovered.Fields(field))
            {
                if (Inflow.Logs.Find(kind, found.Name) is not { } log)
                {
                    continue;
                }

                switch (found.Value.Text("error"))
                {
                    case null:
                        log.Epoch ??= found.Value.Text("epoch");
                        break;
                    case RealtimeErrorCodes.Unavailable or RealtimeErrorCodes.Timeout:
                        break;
                    case RealtimeErrorCodes.NotMember:
                        Inflow.Logs.Remove(kind, log.Id);
                        Dispatcher.Post(new MemberChange { GroupId = log.Id, UserId = UserId ?? "", Added = false });
                        break;
                    case { } code:
                        Inflow.Logs.Remove(kind, log.Id);
                        Failed(ServerErrors.Create(code, $"The {kind} '{log.Id}' could not be joined again."));
                        break;
                }
            }
        }
    }

    private byte[] ResumeFrame() =>
        FrameWriter.Write("resume", ResumeId, (Inflow.Logs, Limit: _context.Options.Queue.MaxMessageBytes * 9L / 10), static (writer, state) =>
        {
            var (logs, limit) = state;
            if (logs.Inbox?.Position is { } inbox)
            {
                writer.WritePropertyName("inbox"u8);
                Write(writer, inbox);
            }

            foreach (var (field, kind) in Tables)
            {
                writer.WriteStartObject(field);
                foreach (var (id, position) in logs.Positions(kind, log => log.Position))
                {
                    // What finds no place goes on from what the server knows of the session.
                    if (writer.BytesCommitted + writer.BytesPending < limit)
                    {
                        writer.WritePropertyName(id);
                        Write(writer, position);
                    }
                }

                writer.WriteEndObject();
            }
        });

    private static void Write(Utf8JsonWriter writer, LogPosition position)
    {
        writer.WriteStartObject();
        writer.WriteNumber("seq"u8, position.Seq);
        if (position.Epoch is { } epoch)
        {
            writer.WriteString("epoch"u8, epoch);
        }

        writer.WriteEndObject();
    }
}
