using Orleans.Realtime.Grains.Interfaces.Messaging;

namespace Orleans.Realtime.Gateway.Web.Delivery;

/// <summary>
/// The newest messages that were delivered without being stored: sent again by way of another activation, which cannot know of them, and not stored again, they are not
/// delivered twice here. The activation itself knows them for as long as an entry of the log; this is for the seconds in which two are there, or one follows another between two outages.
/// </summary>
internal sealed class RecentLiveIds
{
    /// <summary>Not an option: it bounds memory (about 1 MB with the longest ids), and a sender repeats within seconds, not thousands of unstored messages later.</summary>
    private const int Capacity = 4_096;

    private readonly RecentIds _ids = new(Capacity);

    /// <summary>False when the message, or the one that it repeats, is remembered.</summary>
    public bool TryAdd(LogId log, Message message) => _ids.TryAdd(
        message.ClientId is { } id ? $"{log}\n{message.SenderId}\n{id}" : $"{log}\n{message.Id}");
}
