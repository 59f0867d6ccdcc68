using System.Globalization;

namespace Orleans.Realtime.Gateway.Web.Protocol;

/// <summary>What makes a publish to a stream safe to repeat, over sockets and HTTP alike: the sender's own id belongs to the sender.</summary>
internal static class StreamIdempotencyKey
{
    /// <summary>
    /// The key. The length comes first, since a user id may hold any character: no two pairs share one key. At most 197 characters; none where the sender gave no id.
    /// </summary>
    /// <param name="userId">The sender.</param>
    /// <param name="id">The id of its frame, or the <c>Idempotency-Key</c> of its request.</param>
    public static string? Of(string userId, string? id) =>
        id is null ? null : string.Create(CultureInfo.InvariantCulture, $"{userId.Length}|{userId}|{id}");
}
