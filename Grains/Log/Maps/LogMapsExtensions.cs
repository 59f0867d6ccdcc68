namespace Orleans.Realtime.Grains.Log.Maps;

/// <summary>Reading a map as a whole.</summary>
internal static class LogMapsExtensions
{
    private const int PageFields = 1_000;

    /// <summary>Reads the whole map, page by page.</summary>
    /// <param name="maps">The store.</param>
    /// <param name="map">The map.</param>
    /// <param name="maxFields">Most fields that the caller takes.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <exception cref="InvalidDataException">The map has more fields.</exception>
    /// <exception cref="LogUnavailableException">The log was lost meanwhile.</exception>
    public static async Task<LogMap> ReadAllAsync(this ILogMaps maps, LogMapId map, int maxFields, CancellationToken cancellationToken = default)
    {
        var page = await maps.ReadAsync(map, cursor: null, PageFields, cancellationToken);

        // What later pages hold may be newer than the first page's position; applying the log's entries once more changes nothing then.
        var all = new LogMap(page.Epoch, page.Seq, new(StringComparer.Ordinal));
        while (true)
        {
            foreach (var (field, value) in page.Fields)
            {
                all.Fields[field] = value;
            }

            if (all.Fields.Count > maxFields)
            {
                throw new InvalidDataException($"Map '{map.Name}' of log '{map.Log}' has more than {maxFields} fields.");
            }

            if (page.Cursor is null)
            {
                return all;
            }

            page = await maps.ReadAsync(map, page.Cursor, PageFields, cancellationToken);
            if (page.Epoch != all.Epoch)
            {
                throw new LogUnavailableException($"Log '{map.Log}' was lost while its map '{map.Name}' was read.");
            }
        }
    }
}
