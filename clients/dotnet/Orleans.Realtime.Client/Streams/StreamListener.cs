using System.Text.Json;
using Orleans.Realtime.Client.Protocol;

namespace Orleans.Realtime.Client.Streams;

/// <summary>One that listens to a stream, over all connections. All is called under the client's gate.</summary>
internal abstract class StreamListener(string stream, string? group)
{
    public string Stream { get; } = stream;

    public string? Group { get; } = group;

    /// <summary>The name under which it is found.</summary>
    public (string Stream, string? Group) Key => (Stream, Group);

    public bool IsEnded { get; protected set; }

    /// <summary>Whether the server has taken it once: each further connection begins it anew.</summary>
    public bool HasBegun { get; set; }

    /// <summary>The type of the frame that begins it.</summary>
    public abstract string Type { get; }

    /// <summary>The type of the frame that ends it.</summary>
    public abstract string StopType { get; }

    /// <summary>The fields of the frame that begins it now.</summary>
    public abstract void Write(Utf8JsonWriter writer);

    /// <summary>Its answer came.</summary>
    public abstract void Began(ServerFrame reply);

    public abstract void Receive(ServerFrame frame);

    public abstract void End(RealtimeClientException? error);
}
