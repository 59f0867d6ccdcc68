using System.Diagnostics.CodeAnalysis;
using Orleans.Realtime.Gateway.Web.Delivery;
using Orleans.Realtime.Grains.Interfaces.Gateways;
using Orleans.Realtime.Grains.Interfaces.Messaging;

namespace Orleans.Realtime.Gateway.Web.Sessions;

/// <summary>
/// What one connection knows of its user's conversations. Guarded by the session's lock. Changes may be repeated and may overtake each other: each
/// conversation remembers the number of the change that it is due to, also for a while when it is gone.
/// </summary>
internal sealed class ConversationTable
{
    /// <summary>Changes that may come before the list that they change; beyond it the connection is closed, to come back with a newer list.</summary>
    public const int MaxEarly = 100;

    private const int MaxGone = 256;

    private readonly Dictionary<LogId, Entry> _entries = [];
    private List<ConversationChange>? _early;
    private List<(LogId Log, string Action)>? _untold;
    private int _gone;

    /// <summary>The number of the whole list that this began with.</summary>
    public long ListVersion { get; set; }

    /// <summary>How many there are.</summary>
    public int Count => _entries.Count - _gone;

    /// <summary>All of them.</summary>
    public IEnumerable<Subscription> Subscriptions => _entries.Values.Where(entry => entry.Subscription is not null).Select(entry => entry.Subscription!);

    /// <summary>The subscription of a conversation, if the connection hears it.</summary>
    public Subscription? Find(LogId log) => _entries.GetValueOrDefault(log).Subscription;

    /// <summary>Whether an addition is news.</summary>
    public bool IsNews(LogId log, long version) => version > Math.Max(ListVersion, _entries.GetValueOrDefault(log).Version);

    /// <summary>Whether a removal counts. Where the numbers leave it open, it does: what must not be heard is worse than what is not.</summary>
    public bool MustGo(LogId log, long version) => version >= Math.Max(ListVersion, _entries.GetValueOrDefault(log).Version);

    /// <summary>Whether a whole list knows better than what is known of a conversation.</summary>
    public bool IsCoveredBy(LogId log, long version) => version >= _entries.GetValueOrDefault(log).Version;

    /// <summary>Takes a subscription in, or confirms it.</summary>
    public void Put(Subscription subscription, long version)
    {
        var log = subscription.Audience.Log;
        _gone -= _entries.TryGetValue(log, out var known) && known.Subscription is null ? 1 : 0;
        _entries[log] = new Entry(subscription, version);
    }

    /// <summary>Takes a subscription out, if it is still the conversation's.</summary>
    public bool Remove(Subscription subscription)
    {
        var log = subscription.Audience.Log;
        return Find(log) == subscription && TryRemove(log, _entries[log].Version, out _);
    }

    /// <summary>Takes the conversation's subscription out. What is due to an older change does not come in again.</summary>
    public bool TryRemove(LogId log, long version, [NotNullWhen(true)] out Subscription? subscription)
    {
        subscription = Find(log);
        if (subscription is null && _entries.ContainsKey(log))
        {
            _gone--;
        }

        if (_gone >= MaxGone)
        {
            // Only a repetition that comes very late would tell the difference.
            foreach (var (gone, _) in _entries.Where(entry => entry.Value.Subscription is null).ToArray())
            {
                _entries.Remove(gone);
            }

            _gone = 0;
        }

        _entries[log] = new Entry(null, version);
        _gone++;
        return subscription is not null;
    }

    /// <summary>Keeps a change until the list is known that it changes. False when there are too many.</summary>
    public bool TryKeep(ConversationChange change)
    {
        if (_early?.Count >= MaxEarly)
        {
            return false;
        }

        (_early ??= []).Add(change);
        return true;
    }

    /// <summary>What came before the list, in order.</summary>
    public IReadOnlyList<ConversationChange> TakeEarly()
    {
        var early = _early ?? [];
        _early = null;
        return [.. early.OrderBy(change => change.Version)];
    }

    /// <summary>Something to tell once the first frame is out.</summary>
    public void TellLater(LogId log, string action) => (_untold ??= []).Add((log, action));

    /// <summary>What is to be told now that the first frame is out.</summary>
    public IReadOnlyList<(LogId Log, string Action)> TakeUntold()
    {
        var untold = _untold ?? [];
        _untold = null;
        return untold;
    }

    private readonly record struct Entry(Subscription? Subscription, long Version);
}
