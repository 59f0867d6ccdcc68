namespace Orleans.Realtime.Grains.Log.Maps;

/// <summary>A whole map.</summary>
/// <param name="Epoch">The log's epoch; empty when the log does not exist.</param>
/// <param name="Seq">The map reflects the log up to here at least: what follows is to be applied to it once more. 0 for a map that is not made from the log.</param>
/// <param name="Fields">The values by field; the reader's own.</param>
internal sealed record LogMap(string Epoch, long Seq, Dictionary<string, byte[]> Fields);
