namespace Orleans.Realtime.Client.Streams;

/// <summary>An entry to be published.</summary>
/// <param name="Data">What is published.</param>
/// <param name="EntryId">An id of one's own, greater than the stream's last. Default: the server makes one.</param>
public readonly record struct NewStreamEntry(JsonPayload Data, string? EntryId = null);
