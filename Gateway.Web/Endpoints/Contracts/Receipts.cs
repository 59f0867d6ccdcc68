namespace Orleans.Realtime.Gateway.Web.Endpoints.Contracts;

/// <summary>Who has read a message.</summary>
/// <param name="ReadCount">Members other than its sender who have.</param>
/// <param name="MemberCount">All members, the sender among them.</param>
/// <param name="Readers">Who has, sorted, at most 1,000.</param>
internal sealed record Receipts(int ReadCount, int MemberCount, IReadOnlyList<string> Readers);
