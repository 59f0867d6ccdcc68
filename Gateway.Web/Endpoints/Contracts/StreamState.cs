namespace Orleans.Realtime.Gateway.Web.Endpoints.Contracts;

/// <summary>The state of a stream, in Redis' words.</summary>
/// <param name="Stream">Its name.</param>
/// <param name="Length">Entries that it has.</param>
/// <param name="LastGeneratedId">The highest id that was ever in it.</param>
/// <param name="EntriesAdded">Entries that were ever added; null where the server does not count them.</param>
/// <param name="MaxDeletedEntryId">The highest id that was deleted by id; null where the server does not say.</param>
/// <param name="Groups">How many consumer groups it has.</param>
/// <param name="FirstEntry">The oldest entry; null when it is empty.</param>
/// <param name="LastEntry">The newest entry; null when it is empty.</param>
internal sealed record StreamState(
    string Stream,
    long Length,
    string LastGeneratedId,
    long? EntriesAdded,
    string? MaxDeletedEntryId,
    int Groups,
    StoredMessage? FirstEntry,
    StoredMessage? LastEntry);
