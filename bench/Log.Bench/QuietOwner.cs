using Orleans.Realtime.Grains.Interfaces.Messaging;
using Orleans.Realtime.Grains.Log;

namespace Orleans.Realtime.Log.Bench;

/// <summary>Counts flushes.</summary>
internal sealed class QuietOwner : ILogListener
{
    private int _flushes;

    public int Flushes => _flushes;

    public void OnAppended(IReadOnlyList<Message> batch) => Interlocked.Increment(ref _flushes);

    public bool CanDeliverLive => false;

    public void OnLive(IReadOnlyList<Message> messages) => throw new InvalidOperationException("Nobody listens here.");

    public void OnFenced() => throw new InvalidOperationException("Nobody else writes here.");
}
