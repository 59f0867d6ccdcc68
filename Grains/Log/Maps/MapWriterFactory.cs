using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Orleans.Realtime.Grains.Log.Maps;

/// <summary>Makes the writers of a silo's maps and holds what they share.</summary>
internal sealed class MapWriterFactory(ILogMaps store, IOptions<LogOptions> options, TimeProvider clock, ILogger<MapWriter> logger)
{
    public ILogMaps Store { get; } = store;

    public LogOptions Options { get; } = options.Value;

    public TimeProvider Clock { get; } = clock;

    public ILogger Logger { get; } = logger;

    /// <summary>
    /// Makes the writer of a map that is made from the log's entries: every <see cref="MapWriter.Set"/> and <see cref="MapWriter.Remove"/> repeats an entry, and
    /// <see cref="MapWriter.Advance"/> says up to which. Safe whoever believes to own the log.
    /// </summary>
    public MapWriter CreateReflecting(LogMapId map, IMapListener listener) => new(this, map, listener, reflects: true);

    /// <summary>
    /// Makes the writer of a map whose values are in no log. Two activations may believe to own it for a moment: use <see cref="MapWriter.Raise"/>, which
    /// does not mind.
    /// </summary>
    public MapWriter CreateFree(LogMapId map, IMapListener listener) => new(this, map, listener, reflects: false);
}
