namespace Orleans.Realtime.Grains.Log.Maps;

/// <summary>A map was not written: the log has another epoch or is gone, or another writer was here, or the map was lost. Nothing was stored.</summary>
internal sealed class MapConflictException(LogMapId map, MapWrite write, string epoch, long seq)
    : Exception($"Map '{map.Name}' of log '{map.Log}' is at {seq} of epoch '{epoch}', not between {write.AfterSeq} and {write.Seq} of epoch '{write.Epoch}', or beyond its log.");
