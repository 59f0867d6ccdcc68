using System.Text.Json;
using Orleans.Realtime.Grains.Interfaces.Streams;

namespace Orleans.Realtime.Gateway.Web.Protocol;

/// <summary>
/// Reads the fields of <c>stream.*</c> frames, which the parser of all frames skips: those are many and rare, and cost the others nothing this way. Thread-safe.
/// </summary>
internal sealed class StreamFrameParser
{
    /// <summary>Longest idle time that may be asked for: a day.</summary>
    public const int MaxIdleMs = 24 * 60 * 60 * 1_000;

    private static readonly JsonReaderOptions Options = new() { MaxDepth = ClientFrameParser.MaxDepth };

    // Names have the form of short ASCII ids: what serves rooms serves streams.
    private readonly RoomIdCache _names = new();

    /// <summary>Reads one frame. False: <paramref name="fault"/> says why; <paramref name="frame"/> is of no use then.</summary>
    /// <param name="utf8">A frame that <see cref="ClientFrameParser"/> took: one JSON object, well formed.</param>
    /// <param name="type">What that parser found its type to be.</param>
    /// <param name="id">And its id.</param>
    /// <param name="frame">The frame.</param>
    /// <param name="fault">What is wrong, naming the field.</param>
    public bool TryParse(ReadOnlySpan<byte> utf8, ClientFrameType type, string? id, out StreamFrame frame, out string? fault)
    {
        frame = new StreamFrame { Type = type, Id = id };
        var fields = new StreamFrameFields(utf8, _names);
        var reader = new Utf8JsonReader(utf8, Options);
        try
        {
            reader.Read();
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                fields.Read(ref reader, frame);
            }
        }
        catch (InvalidOperationException)
        {
            fault = "a string holds half of a surrogate pair";
            return false;
        }

        fault = fields.Fault ?? FindMissing(frame, fields);
        if (frame.Count == 0)
        {
            frame.Count = type == ClientFrameType.StreamConsume ? StreamFrame.DefaultConsumeCount : StreamFrame.DefaultRangeCount;
        }

        return fault is null;
    }

    private static string? FindMissing(StreamFrame frame, in StreamFrameFields fields) => frame.Type switch
    {
        _ when frame.Stream.Length == 0 => "stream is missing",
        ClientFrameType.StreamPublish when frame.Messages.Length == 0 && !frame.IsBatch => "data is missing",
        ClientFrameType.StreamPublish when fields.HasSingle && frame.IsBatch => "data and entry_id belong into messages when there are messages",
        ClientFrameType.StreamPublish when frame.Messages.Length == 0 => "messages must not be empty",
        ClientFrameType.StreamConsume or ClientFrameType.StreamStop or ClientFrameType.StreamAck when frame.Group.Length == 0 => "group is missing",
        ClientFrameType.StreamAck when frame.Ids.Length == 0 => "ids is missing",
        _ => null,
    };
}
