using System.Collections.Concurrent;
using Orleans.Realtime.Grains.Interfaces.Messaging;

namespace Orleans.Realtime.Gateway.Web.Delivery;

/// <summary>The audiences of this gateway by log. Its size is bounded by the connections' subscriptions.</summary>
internal sealed class AudienceRegistry(LogOwners owners, TimeProvider time)
{
    private readonly ConcurrentDictionary<LogId, Audience> _audiences = new(Environment.ProcessorCount * 4, capacity: 1_024);
    private readonly ConcurrentDictionary<Audience, Lag> _lagging = new();

    // Changes with the map, under this lock.
    private readonly Lock _gate = new();
    private readonly AudienceRoster _roster = new();

    /// <summary>How many audiences there are, those that wait for their end included.</summary>
    public int Count => _roster.Count;

    /// <summary>All audiences, from <see cref="Count"/> down: who is there all the while is seen, perhaps twice.</summary>
    public IEnumerable<Audience> All
    {
        get
        {
            for (var place = _roster.Count - 1; place >= 0; place--)
            {
                if (_roster[place] is { } audience)
                {
                    yield return audience;
                }
            }
        }
    }

    /// <summary>How many rooms have an audience here.</summary>
    public int RoomCount => _audiences.Count(entry => entry.Key.Kind == LogKind.Room && entry.Value.Count > 0);

    /// <summary>How many groups and private conversations have an audience here.</summary>
    public int ConversationCount => _audiences.Count(entry => entry.Key.IsConversation() && entry.Value.Count > 0);

    /// <summary>Looks at all audiences once: how many there are, and the biggest.</summary>
    public AudienceSurvey Survey()
    {
        var survey = new AudienceSurvey();
        foreach (var (log, audience) in _audiences)
        {
            survey.Add(log, audience.Count);
        }

        return survey;
    }

    /// <summary>The audience of a log, if there is one.</summary>
    public Audience? Find(LogId log) => _audiences.GetValueOrDefault(log);

    /// <summary>The grain that owns a log, whether there is an audience here or not.</summary>
    public ILogOwner OwnerOf(LogId log) => Find(log)?.Owner ?? owners.Of(log);

    /// <summary>Adds a connection to a log's audience, which is made if need be.</summary>
    public Subscription Add(LogId log, IDeliveryTarget target, long joinedSeq = 0)
    {
        while (true)
        {
            var audience = Find(log) ?? Create(log);
            if (audience.TryAdd(target, joinedSeq) is { } subscription)
            {
                return subscription;
            }

            Remove(audience);
        }
    }

    /// <summary>Removes an audience that is gone for good.</summary>
    public void Remove(Audience audience)
    {
        lock (_gate)
        {
            if (_audiences.TryRemove(KeyValuePair.Create(audience.Log, audience)))
            {
                _roster.Remove(audience);
            }
        }
    }

    /// <summary>The one at a place below <see cref="Count"/>; <see langword="null"/> where somebody went meanwhile.</summary>
    public Audience? At(int place) => _roster[place];

    /// <summary>The log is known to reach up to a position: when the audience stays behind it, its route is in doubt.</summary>
    public void NoteHead(LogId log, long seq)
    {
        if (Find(log) is { } audience && seq > audience.Position && audience.Count > 0)
        {
            _lagging.TryAdd(audience, new Lag(seq, time.GetTimestamp()));
        }
    }

    /// <summary>The audiences that have been behind their log for longer than <paramref name="age"/>.</summary>
    public IReadOnlyList<Audience> TakeLagging(TimeSpan age)
    {
        List<Audience> found = [];
        foreach (var (audience, lag) in _lagging)
        {
            var behind = audience.Position < lag.Seq && audience.Count > 0;
            if (behind && time.GetElapsedTime(lag.Since) < age)
            {
                continue;
            }

            _lagging.TryRemove(audience, out _);
            if (behind)
            {
                found.Add(audience);
            }
        }

        return found;
    }

    private Audience Create(LogId log)
    {
        lock (_gate)
        {
            if (Find(log) is { } known)
            {
                return known;
            }

            var audience = new Audience(log, owners.Of(log));
            _audiences[log] = audience;
            _roster.Add(audience);
            return audience;
        }
    }

    private readonly record struct Lag(long Seq, long Since);
}
