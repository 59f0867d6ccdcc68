namespace Orleans.Realtime.Gateway.Web.Endpoints.Contracts;

/// <summary>A user's inbox.</summary>
/// <param name="NextSeq">The position that it gives next.</param>
/// <param name="Pending">Messages that wait.</param>
/// <param name="AckedSeq">Confirmed up to here.</param>
/// <param name="Log">Its log.</param>
internal sealed record InboxState(
    long NextSeq,
    int Pending,
    long AckedSeq,
    LogState Log);
