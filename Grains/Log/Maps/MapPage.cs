namespace Orleans.Realtime.Grains.Log.Maps;

/// <summary>Some of a map's fields.</summary>
/// <param name="Epoch">The log's epoch; empty when the log does not exist.</param>
/// <param name="Seq">The map reflects the log up to here at least; 0 for a map that does not exist or is not made from the log.</param>
/// <param name="Fields">Fields with their values; a field may come again on a later page.</param>
/// <param name="Cursor">Where the next page begins; <see langword="null"/> when this was the last.</param>
internal sealed record MapPage(string Epoch, long Seq, IReadOnlyList<KeyValuePair<string, byte[]>> Fields, string? Cursor);
