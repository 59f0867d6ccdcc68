using System.Text.Json.Serialization.Metadata;

namespace Orleans.Realtime.Client;

/// <summary>Sends values of the application's own types.</summary>
public static class RealtimeClientExtensions
{
    /// <summary>Publishes a value in a room, by what a source generator wrote for its type.</summary>
    /// <exception cref="RealtimeClientException">The server's refusal, or the client's.</exception>
    public static Task<PublishResult> PublishAsync<T>(
        this RealtimeClient client, string roomId, T data, JsonTypeInfo<T> typeInfo, PublishOptions? options = null, CancellationToken cancellationToken = default) =>
        Checked(client).PublishAsync(roomId, JsonPayload.From(data, typeInfo), options, cancellationToken);

    /// <summary>Publishes a value in a room, by <see cref="RealtimeClientOptions.SerializerOptions"/>.</summary>
    /// <exception cref="RealtimeClientException">The server's refusal, or the client's.</exception>
    public static Task<PublishResult> PublishAsync<T>(
        this RealtimeClient client, string roomId, T data, PublishOptions? options = null, CancellationToken cancellationToken = default) =>
        Checked(client).PublishAsync(roomId, client.Serialize(data), options, cancellationToken);

    /// <summary>Sends a value to a group, by what a source generator wrote for its type.</summary>
    /// <exception cref="RealtimeClientException">The server's refusal, or the client's.</exception>
    public static Task<PublishResult> SendToGroupAsync<T>(
        this RealtimeClient client, string groupId, T content, JsonTypeInfo<T> typeInfo, GroupPublishOptions? options = null, CancellationToken cancellationToken = default) =>
        Checked(client).SendToGroupAsync(groupId, JsonPayload.From(content, typeInfo), options, cancellationToken);

    /// <summary>Sends a value to a group, by <see cref="RealtimeClientOptions.SerializerOptions"/>.</summary>
    /// <exception cref="RealtimeClientException">The server's refusal, or the client's.</exception>
    public static Task<PublishResult> SendToGroupAsync<T>(
        this RealtimeClient client, string groupId, T content, GroupPublishOptions? options = null, CancellationToken cancellationToken = default) =>
        Checked(client).SendToGroupAsync(groupId, client.Serialize(content), options, cancellationToken);

    /// <summary>Sends a value to a user, by what a source generator wrote for its type.</summary>
    /// <exception cref="RealtimeClientException">The server's refusal, or the client's.</exception>
    public static Task<PublishResult> SendPrivatelyAsync<T>(
        this RealtimeClient client, string toUserId, T content, JsonTypeInfo<T> typeInfo, PublishOptions? options = null, CancellationToken cancellationToken = default) =>
        Checked(client).SendPrivatelyAsync(toUserId, JsonPayload.From(content, typeInfo), options, cancellationToken);

    /// <summary>Sends a value to a user, by <see cref="RealtimeClientOptions.SerializerOptions"/>.</summary>
    /// <exception cref="RealtimeClientException">The server's refusal, or the client's.</exception>
    public static Task<PublishResult> SendPrivatelyAsync<T>(
        this RealtimeClient client, string toUserId, T content, PublishOptions? options = null, CancellationToken cancellationToken = default) =>
        Checked(client).SendPrivatelyAsync(toUserId, client.Serialize(content), options, cancellationToken);

    private static RealtimeClient Checked(RealtimeClient client)
    {
        ArgumentNullException.ThrowIfNull(client);
        return client;
    }
}
