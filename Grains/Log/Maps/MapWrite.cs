namespace Orleans.Realtime.Grains.Log.Maps;

/// <summary>
/// Changes of a map, made all at once or not at all. A map that is made from the log's entries states which of them it reflects; one that is not
/// stays at position 0.
/// </summary>
/// <param name="Epoch">The log's epoch as the writer knows it.</param>
/// <param name="Changes">The changes, in order.</param>
/// <param name="AfterSeq">The map reflects at least the log up to here: with these changes nothing is missing up to <paramref name="Seq"/>.</param>
/// <param name="Seq">The position to which the changes belong: what is in the log, and no further.</param>
/// <param name="Moves">Whether the map reflects the log up to <paramref name="Seq"/> afterwards; false for a part of what belongs to it.</param>
internal sealed record MapWrite(string Epoch, IReadOnlyList<MapChange> Changes, long AfterSeq = 0, long Seq = 0, bool Moves = false);
