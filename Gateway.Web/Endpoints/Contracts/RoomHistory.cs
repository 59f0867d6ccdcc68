namespace Orleans.Realtime.Gateway.Web.Endpoints.Contracts;

/// <summary>A page of a room's history.</summary>
/// <param name="Messages">Ascending by <c>seq</c>.</param>
/// <param name="HasMore">Whether there is more in the direction asked for.</param>
/// <param name="Epoch">The life of the log that the positions belong to.</param>
internal sealed record RoomHistory(IReadOnlyList<RoomMessage> Messages, bool HasMore, string Epoch);
