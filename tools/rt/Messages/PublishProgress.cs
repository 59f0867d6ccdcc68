using System.Globalization;
using Orleans.Realtime.Cli.Terminals;

namespace Orleans.Realtime.Cli.Messages;

/// <summary>Counts what was acknowledged, and says so while many are published: one line on standard error that is written over itself.</summary>
/// <param name="terminal">Where it writes.</param>
/// <param name="clock">For rates.</param>
/// <param name="isVisible">Whether the line is shown while it goes on; not on top of the receipts themselves.</param>
internal sealed class PublishProgress(Terminal terminal, TimeProvider clock, bool isVisible) : IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);

    private readonly long _start = clock.GetTimestamp();
    private readonly bool _isVisible = isVisible && terminal.ErrorIsTerminal;
    private TimeSpan _shown;
    private string? _first;
    private string? _last;

    /// <summary>Messages that were acknowledged.</summary>
    public long Count { get; private set; }

    /// <summary>One more.</summary>
    public void Add(Receipt receipt)
    {
        Count++;
        _first ??= receipt.Place;
        _last = receipt.Place ?? _last;
        var elapsed = clock.GetElapsedTime(_start);
        if (_isVisible && elapsed - _shown >= Interval)
        {
            _shown = elapsed;
            terminal.Error.Write($"\r{Words.Many(Count, "message")} acknowledged, {Rate(elapsed)}/s ");
        }
    }

    /// <summary>Takes the line away.</summary>
    public void Clear()
    {
        if (_shown > TimeSpan.Zero)
        {
            _shown = TimeSpan.Zero;
            terminal.Error.Write("\r" + new string(' ', 70) + "\r");
        }
    }

    /// <summary>Says how many there were.</summary>
    public void Summarize()
    {
        Clear();
        var elapsed = clock.GetElapsedTime(_start);
        var places = _first is null ? string.Empty : _first == _last ? $" as {_first}" : $" as {_first} to {_last}";
        terminal.Note($"{Words.Many(Count, "message")} acknowledged{Words.Safe(places)} in {Words.Time(elapsed)}, {Rate(elapsed)}/s");
    }

    /// <inheritdoc />
    public void Dispose() => Clear();

    private string Rate(TimeSpan elapsed) => (Count / Math.Max(0.001, elapsed.TotalSeconds)).ToString("N0", CultureInfo.InvariantCulture);
}
