namespace Orleans.Realtime.Gateway.Web.Endpoints.Contracts;

/// <summary>A message of a room, with the fields of the live frame.</summary>
/// <param name="Type">Always <c>room</c>.</param>
/// <param name="Id">The message's id.</param>
/// <param name="RoomId">The room.</param>
/// <param name="Seq">Its position in the room.</param>
/// <param name="FromUserId">Who sent it; null when a service sent it for nobody.</param>
/// <param name="Data">The payload as its sender wrote it.</param>
/// <param name="CreatedAt">When it was stored, RFC 3339 UTC with milliseconds.</param>
internal sealed record RoomMessage(
    string Type,
    string Id,
    string RoomId,
    long Seq,
    string? FromUserId,
    RawJson Data,
    string CreatedAt);
