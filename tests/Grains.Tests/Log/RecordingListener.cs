using Orleans.Realtime.Grains.Interfaces.Messaging;
using Orleans.Realtime.Grains.Log;

namespace Orleans.Realtime.Grains.Tests.Log;

/// <summary>An owner that remembers what it was told.</summary>
internal sealed class RecordingListener : ILogListener
{
    public List<IReadOnlyList<Message>> Batches { get; } = [];

    public IEnumerable<Message> Entries => Batches.SelectMany(batch => batch);

    public int Fenced { get; private set; }

    public Action? Then { get; set; }

    public void OnAppended(IReadOnlyList<Message> entries)
    {
        Batches.Add(entries);
        Then?.Invoke();
    }

    public bool CanDeliverLive { get; set; }

    public List<Message> Live { get; } = [];

    public void OnLive(IReadOnlyList<Message> messages) => Live.AddRange(messages);

    public void OnFenced() => Fenced++;
}
