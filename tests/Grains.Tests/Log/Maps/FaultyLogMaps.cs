using Orleans.Realtime.Grains.Log;
using Orleans.Realtime.Grains.Log.Maps;

namespace Orleans.Realtime.Grains.Tests.Log.Maps;

/// <summary>A store that fails, or waits, when a test says so, in front of one that works.</summary>
internal sealed class FaultyLogMaps(ILogMaps inner) : ILogMaps
{
    private readonly SemaphoreSlim _writes = new(0);

    /// <summary>The writes that came, by their number of changes and their position.</summary>
    public List<(int Changes, long Seq, bool Moves)> Writes { get; } = [];

    /// <summary>Every call fails for certain.</summary>
    public bool IsDown { get; set; }

    /// <summary>Writes are stored, but the answer gets lost.</summary>
    public bool LosesAnswers { get; set; }

    /// <summary>Writes wait for <see cref="Release"/>.</summary>
    public bool Holds { get; set; }

    public void Release() => _writes.Release();

    public ValueTask<MapPage> ReadAsync(LogMapId map, string? cursor, int limit, CancellationToken cancellationToken = default) =>
        IsDown ? throw new LogUnavailableException("down") : inner.ReadAsync(map, cursor, limit, cancellationToken);

    public async ValueTask<long> WriteAsync(LogMapId map, MapWrite write, CancellationToken cancellationToken = default)
    {
        Writes.Add((write.Changes.Count, write.Seq, write.Moves));
        if (Holds)
        {
            await _writes.WaitAsync(cancellationToken);
        }

        if (IsDown)
        {
            throw new LogUnavailableException("down");
        }

        var seq = await inner.WriteAsync(map, write, cancellationToken);
        return LosesAnswers ? throw new TimeoutException("no answer") : seq;
    }

    public ValueTask DeleteAsync(LogMapId map, string epoch, CancellationToken cancellationToken = default) =>
        IsDown ? throw new LogUnavailableException("down") : inner.DeleteAsync(map, epoch, cancellationToken);
}
