namespace Orleans.Realtime.Gateway.Web.Endpoints.Contracts;

/// <summary>What a silo's grains have counted since its start.</summary>
/// <param name="Appended">Messages stored in logs.</param>
/// <param name="Duplicates">Messages recognised as sent before.</param>
/// <param name="Refused">Messages that were not stored, or not certainly.</param>
/// <param name="Confirmed">Messages that gateways and services confirmed, once for each of them.</param>
/// <param name="Redeliveries">Times that a delivery went on from an earlier position.</param>
internal sealed record SiloCounts(
    long Appended,
    long Duplicates,
    long Refused,
    long Confirmed,
    long Redeliveries);
