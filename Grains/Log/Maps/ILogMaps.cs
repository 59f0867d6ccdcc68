namespace Orleans.Realtime.Grains.Log.Maps;

/// <summary>
/// Maps beside the logs, for what is too big or too hot for grain state: members, read positions. A map lives and dies with its log. Safe for
/// concurrent use; errors are those of <see cref="IMessageLog"/>.
/// </summary>
internal interface ILogMaps
{
    /// <summary>
    /// Reads a page. What is written meanwhile may be on it or not; what was there from the first page to the last is on one of them. A map that
    /// does not exist is empty.
    /// </summary>
    /// <param name="map">The map.</param>
    /// <param name="cursor">The page before's <see cref="MapPage.Cursor"/>; <see langword="null"/> for the first.</param>
    /// <param name="limit">About how many fields; a store may return a few more, and a map in memory is one page.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    ValueTask<MapPage> ReadAsync(LogMapId map, string? cursor, int limit, CancellationToken cancellationToken = default);

    /// <summary>Makes all the changes or none, and the map when it does not exist. Safe to repeat. Returns the position that the map reflects afterwards.</summary>
    /// <param name="map">The map.</param>
    /// <param name="write">The changes, and where they belong.</param>
    /// <param name="cancellationToken">Cancels the wait; whether the changes were made is then not known.</param>
    /// <exception cref="MapConflictException">
    /// The log has another epoch, or does not reach <see cref="MapWrite.Seq"/>; or the map reflects less than <see cref="MapWrite.AfterSeq"/> (it was lost) or more than
    /// <see cref="MapWrite.Seq"/> (another writer was here).
    /// </exception>
    ValueTask<long> WriteAsync(LogMapId map, MapWrite write, CancellationToken cancellationToken = default);

    /// <summary>Removes a map with all its fields; nothing happens when the log has another epoch.</summary>
    ValueTask DeleteAsync(LogMapId map, string epoch, CancellationToken cancellationToken = default);
}
