namespace Orleans.Realtime.Gateway.Web.Endpoints.Contracts;

/// <summary>A log, as its owner sees it.</summary>
/// <param name="LastSeq">The newest position.</param>
/// <param name="FirstSeq">The oldest position that is held; beyond <c>last_seq</c> when nothing is.</param>
/// <param name="HistoryLength">Positions that are held.</param>
/// <param name="Epoch">The log's epoch.</param>
/// <param name="Gateways">The gateways that it is delivered to.</param>
/// <param name="Services">The services that it is delivered to.</param>
internal sealed record LogState(
    long LastSeq,
    long FirstSeq,
    long HistoryLength,
    string Epoch,
    IReadOnlyList<ReceiverState> Gateways,
    IReadOnlyList<ReceiverState> Services);
