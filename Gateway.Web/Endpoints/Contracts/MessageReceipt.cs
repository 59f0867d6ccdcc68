namespace Orleans.Realtime.Gateway.Web.Endpoints.Contracts;

/// <summary>A message was stored.</summary>
/// <param name="MessageId">Its id.</param>
/// <param name="Seq">Its position in the room.</param>
/// <param name="CreatedAt">When it was stored, RFC 3339 UTC with milliseconds.</param>
internal sealed record MessageReceipt(string MessageId, long Seq, string CreatedAt);
