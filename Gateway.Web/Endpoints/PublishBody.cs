using System.Text.Unicode;
using Orleans.Realtime.Gateway.Web.Protocol;
using Orleans.Realtime.Grains.Interfaces.Messaging;

namespace Orleans.Realtime.Gateway.Web.Endpoints;

/// <summary>The body of a publishing request, read from its raw bytes.</summary>
internal sealed class PublishBody
{
    /// <summary>A body that was not read.</summary>
    public static readonly PublishBody Nothing = new();

    private PublishBody()
    {
    }

    /// <summary>One receiver.</summary>
    public string? UserId { get; private set; }

    /// <summary>Many receivers.</summary>
    public IReadOnlyList<string>? UserIds { get; private set; }

    /// <summary>The group.</summary>
    public string? GroupId { get; private set; }

    /// <summary>The one receiver of a private message.</summary>
    public string? ToUserId { get; private set; }

    /// <summary>Who is mentioned.</summary>
    public IReadOnlyList<string>? Mentions { get; private set; }

    /// <summary>The event's type.</summary>
    public string? Type { get; private set; }

    /// <summary>The payload as it was written; <see langword="null"/> when there is none.</summary>
    public byte[]? Data { get; private set; }

    /// <summary>The idempotency key.</summary>
    public string? Id { get; private set; }

    /// <summary>In whose name it is sent.</summary>
    public string? FromUserId { get; private set; }

    /// <summary>Whether the sender's own connections get it too.</summary>
    public bool Echo { get; private set; }

    /// <summary>How soon it reaches its receivers.</summary>
    public MessagePriority Priority { get; private set; }

    /// <summary>Reads a body.</summary>
    /// <param name="json">The bytes of the request.</param>
    /// <param name="known">Which fields the endpoint knows.</param>
    /// <param name="fault">What is wrong, in words for the caller; <see langword="null"/> when nothing is.</param>
    public static PublishBody Read(ReadOnlySpan<byte> json, PublishFields known, out string? fault)
    {
        var body = new PublishBody();
        // The JSON reader looks at structure only: what is passed on untouched must be checked here, or receivers would
        // have to close their sockets over it.
        if (!Utf8.IsValid(json))
        {
            fault = "The body is not valid UTF-8.";
            return body;
        }

        var reader = new JsonObjectReader(json);
        while (reader.Next())
        {
            body.ReadField(ref reader, known);
        }

        fault = reader.Fault ?? (body.Data is null ? known.HasFlag(PublishFields.Content) ? "'content' is missing." : "'data' is missing." : null);
        return body;
    }

    /// <summary>Takes the idempotency key from the header.</summary>
    public void UseKey(string? key) => Id = key;

    private void ReadField(ref JsonObjectReader reader, PublishFields known)
    {
        if (reader.Is(known.HasFlag(PublishFields.Content) ? "content"u8 : "data"u8))
        {
            Data = reader.Raw();
        }
        else if (reader.Is("id"u8))
        {
            Id = reader.Text("id");
        }
        else if (known.HasFlag(PublishFields.Type) && reader.Is("type"u8))
        {
            Type = reader.Text("type");
        }
        else if (known.HasFlag(PublishFields.UserId) && reader.Is("user_id"u8))
        {
            UserId = reader.Text("user_id");
        }
        else if (known.HasFlag(PublishFields.UserIds) && reader.Is("user_ids"u8))
        {
            UserIds = reader.Texts("user_ids", Identifiers.MaxTargets);
        }
        else if (known.HasFlag(PublishFields.Sender) && reader.Is("from_user_id"u8))
        {
            FromUserId = reader.Text("from_user_id");
        }
        else if (known.HasFlag(PublishFields.Group) && reader.Is("group_id"u8))
        {
            GroupId = reader.Text("group_id");
        }
        else if (known.HasFlag(PublishFields.Group) && reader.Is("mentions"u8))
        {
            Mentions = reader.Texts("mentions", Identifiers.MaxMentions);
        }
        else if (known.HasFlag(PublishFields.Peer) && reader.Is("to_user_id"u8))
        {
            ToUserId = reader.Text("to_user_id");
        }
        else if (known.HasFlag(PublishFields.Sender) && reader.Is("echo"u8))
        {
            Echo = reader.Truth("echo");
        }
        else if (known.HasFlag(PublishFields.Priority) && reader.Is("priority"u8))
        {
            Priority = reader.Choice("priority", "normal", "high") == "high" ? MessagePriority.High : MessagePriority.Normal;
        }
        else
        {
            reader.Skip();
        }
    }
}
