namespace Orleans.Realtime.Grains.Log;

/// <summary>What a log keeps. What falls outside is dropped oldest first, at append, open, read and trim.</summary>
/// <param name="MaxEntries">Newest entries kept, at least 1.</param>
/// <param name="MaxAge">Age up to which an entry is kept, by the log's own time; <see langword="null"/> for no limit.</param>
/// <param name="IdleTtl">How long a log nobody opens or appends to is remembered before it vanishes, head and epoch included; <see langword="null"/> for ever.</param>
internal sealed record LogRetention(int MaxEntries, TimeSpan? MaxAge = null, TimeSpan? IdleTtl = null);
