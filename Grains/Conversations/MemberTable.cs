namespace Orleans.Realtime.Grains.Conversations;

/// <summary>The members of one conversation in memory, each with the position at which the membership began.</summary>
internal sealed class MemberTable
{
    private readonly Dictionary<string, long> _joined = new(StringComparer.Ordinal);
    private string[]? _sorted;

    /// <summary>How many there are.</summary>
    public int Count => _joined.Count;

    /// <summary>All of them, in no order.</summary>
    public IReadOnlyCollection<string> All => _joined.Keys;

    /// <summary>The ids in ordinal order; the same array until members change.</summary>
    public string[] Sorted
    {
        get
        {
            if (_sorted is null)
            {
                _sorted = [.. _joined.Keys];
                Array.Sort(_sorted, StringComparer.Ordinal);
            }

            return _sorted;
        }
    }

    /// <summary>Whether the user is a member.</summary>
    public bool Contains(string userId) => _joined.ContainsKey(userId);

    /// <summary>Finds where a membership began.</summary>
    public bool TryGetJoined(string userId, out long joinedSeq) => _joined.TryGetValue(userId, out joinedSeq);

    /// <summary>Adds a member, or sets where the membership began.</summary>
    public void Add(string userId, long joinedSeq)
    {
        _joined[userId] = joinedSeq;
        _sorted = null;
    }

    /// <summary>Removes a member.</summary>
    public void Remove(string userId)
    {
        if (_joined.Remove(userId))
        {
            _sorted = null;
        }
    }

    /// <summary>Forgets all.</summary>
    public void Clear()
    {
        _joined.Clear();
        _sorted = null;
    }
}
