using Orleans.Realtime.Grains.Interfaces.Messaging;

namespace Orleans.Realtime.Grains.Log.Maps;

/// <summary>Names one map beside a log.</summary>
internal sealed record LogMapId
{
    /// <summary>Longest name.</summary>
    public const int MaxNameLength = 32;

    /// <summary>Names a map.</summary>
    /// <param name="log">The log.</param>
    /// <param name="name">Its name among the log's maps: 1 to <see cref="MaxNameLength"/> lower-case ASCII letters.</param>
    /// <exception cref="ArgumentException">The name is not one.</exception>
    public LogMapId(LogId log, string name)
    {
        if (name.Length is 0 or > MaxNameLength || !name.All(char.IsAsciiLetterLower))
        {
            throw new ArgumentException($"A map's name has 1 to {MaxNameLength} lower-case letters.", nameof(name));
        }

        (Log, Name) = (log, name);
    }

    /// <summary>The log.</summary>
    public LogId Log { get; }

    /// <summary>The name among the log's maps.</summary>
    public string Name { get; }
}
