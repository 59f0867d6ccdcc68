using System.Text.Unicode;
using Orleans.Realtime.Gateway.Web.Protocol;
using Orleans.Realtime.Grains.Interfaces.Streams;

namespace Orleans.Realtime.Gateway.Web.Endpoints;

/// <summary>The body of a request that publishes to a stream, read from its raw bytes: <c>{data,id?}</c> or <c>{messages:[{data,id?}…]}</c>.</summary>
/// <param name="Messages">What is to become entries, in order.</param>
/// <param name="IsBatch">Whether they came as <c>messages</c>.</param>
internal sealed record StreamPublishBody(StreamMessage[] Messages, bool IsBatch)
{
    /// <summary>A body that was not read.</summary>
    public static readonly StreamPublishBody Nothing = new([], IsBatch: false);

    /// <summary>Reads a body.</summary>
    /// <param name="json">The bytes of the request.</param>
    /// <param name="fault">What is wrong, in words for the caller; <see langword="null"/> when nothing is.</param>
    public static StreamPublishBody Read(ReadOnlySpan<byte> json, out string? fault)
    {
        // As for other messages: the JSON reader looks at structure only, and what is passed on untouched must be text.
        if (!Utf8.IsValid(json))
        {
            fault = "The body is not valid UTF-8.";
            return Nothing;
        }

        byte[]? data = null;
        string? id = null;
        List<Range>? places = null;
        var reader = new JsonObjectReader(json);
        while (reader.Next())
        {
            if (reader.Is("messages"u8))
            {
                places = reader.Objects("messages", StreamPublish.MaxMessages);
            }
            else
            {
                ReadField(ref reader, ref data, ref id);
            }
        }

        fault = reader.Fault;
        if (fault is not null)
        {
            return Nothing;
        }

        if (places is null)
        {
            return MessageOf(data, id, out fault) is { } single ? new([single], IsBatch: false) : Nothing;
        }

        if (data is not null || id is not null)
        {
            fault = "'messages' stands in place of 'data' and 'id', not beside them.";
            return Nothing;
        }

        return ReadMessages(json, places, out fault);
    }

    private static StreamPublishBody ReadMessages(ReadOnlySpan<byte> json, List<Range> places, out string? fault)
    {
        fault = places.Count == 0 ? "'messages' is empty." : null;
        var messages = new StreamMessage[places.Count];
        for (var i = 0; fault is null && i < messages.Length; i++)
        {
            byte[]? data = null;
            string? id = null;
            var reader = new JsonObjectReader(json[places[i]]);
            while (reader.Next())
            {
                ReadField(ref reader, ref data, ref id);
            }

            fault = reader.Fault;
            if (fault is null && MessageOf(data, id, out fault) is { } message)
            {
                messages[i] = message;
            }
            else
            {
                fault = $"messages[{i}]: {fault}";
            }
        }

        return fault is null ? new(messages, IsBatch: true) : Nothing;
    }

    private static void ReadField(ref JsonObjectReader reader, ref byte[]? data, ref string? id)
    {
        if (reader.Is("data"u8))
        {
            data = reader.Raw();
        }
        else if (reader.Is("id"u8))
        {
            id = reader.Text("id");
        }
        else
        {
            reader.Skip();
        }
    }

    private static StreamMessage? MessageOf(byte[]? data, string? id, out string? fault)
    {
        StreamId? own = null;
        fault = data is null ? "'data' is missing." : null;
        if (fault is null && id is not null)
        {
            if (StreamId.TryParse(id, out var parsed) && parsed != StreamId.Zero)
            {
                own = parsed;
            }
            else
            {
                fault = $"'id', the entry's own id, {StreamPositions.IdRule}, above 0-0. The idempotency key is the header Idempotency-Key.";
            }
        }

        return fault is null ? new(data!, own) : null;
    }
}
