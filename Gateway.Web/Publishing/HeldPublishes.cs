namespace Orleans.Realtime.Gateway.Web.Publishing;

/// <summary>
/// Logs whose messages wait although no call is in flight: their caller has more of them at hand, and has it that all leave together. As long as they are here nobody else's
/// messages to these logs leave either, so whoever holds them releases them before it waits for anything, and whatever happens. Not thread-safe.
/// </summary>
internal sealed class HeldPublishes
{
    // A ring: behind the last comes the first.
    private PublishLane? _last;

    /// <summary>Whether nothing is held.</summary>
    public bool IsEmpty => _last is null;

    /// <summary>Adds a lane that begins, as the last.</summary>
    public void Add(PublishLane lane)
    {
        if (_last is null)
        {
            lane.NextHeld = lane;
        }
        else
        {
            lane.NextHeld = _last.NextHeld;
            _last.NextHeld = lane;
        }

        _last = lane;
    }

    /// <summary>Takes the first; <see langword="null"/> when there is none.</summary>
    public PublishLane? Take()
    {
        var first = _last?.NextHeld;
        if (first is not null)
        {
            if (first == _last)
            {
                _last = null;
            }
            else
            {
                _last!.NextHeld = first.NextHeld;
            }

            first.NextHeld = null;
        }

        return first;
    }
}
