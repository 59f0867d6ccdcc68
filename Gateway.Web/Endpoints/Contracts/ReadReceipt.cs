namespace Orleans.Realtime.Gateway.Web.Endpoints.Contracts;

/// <summary>How far the caller has read.</summary>
/// <param name="Seq">Read up to and including here.</param>
/// <param name="Unread">Messages of others behind it.</param>
internal sealed record ReadReceipt(long Seq, int Unread);
