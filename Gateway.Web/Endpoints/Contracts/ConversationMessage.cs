namespace Orleans.Realtime.Gateway.Web.Endpoints.Contracts;

/// <summary>A message of a group or a private conversation, as its frame is.</summary>
/// <param name="Type"><c>group</c> or <c>private</c>.</param>
/// <param name="Id">Its id.</param>
/// <param name="Seq">Its position.</param>
/// <param name="FromUserId">Who sent it.</param>
/// <param name="Content">As it was sent.</param>
/// <param name="CreatedAt">When it was stored, RFC 3339 UTC with milliseconds.</param>
/// <param name="GroupId">Of a group's message: the group.</param>
/// <param name="ToUserId">Of a private message: to whom.</param>
/// <param name="Mentions">Who is mentioned, if anybody was listed.</param>
internal sealed record ConversationMessage(
    string Type,
    string Id,
    long Seq,
    string FromUserId,
    RawJson Content,
    string CreatedAt,
    string? GroupId = null,
    string? ToUserId = null,
    IReadOnlyList<string>? Mentions = null);
