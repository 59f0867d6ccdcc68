using Orleans.Realtime.Grains.Interfaces.Messaging;
using Orleans.Realtime.Grains.Log;

namespace Orleans.Realtime.Micro;

/// <summary>Owns a log and does nothing about it.</summary>
internal sealed class QuietListener : ILogListener
{
    public bool CanDeliverLive => false;

    public void OnAppended(IReadOnlyList<Message> batch)
    {
    }

    public void OnLive(IReadOnlyList<Message> messages)
    {
    }

    public void OnFenced()
    {
    }
}
