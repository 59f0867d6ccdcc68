namespace Orleans.Realtime.Grains.Streams;

/// <summary>What has room in an answer: the first entry whatever its size, then up to the bounds.</summary>
internal struct ReadBudget(int count, long bytes)
{
    private long _bytes = bytes;
    private bool _isBegun;

    /// <summary>How many entries more.</summary>
    public int Count { get; private set; } = count;

    /// <summary>Takes an entry's room, if there is as much.</summary>
    public bool TryTake(int size)
    {
        if (Count == 0 || (_isBegun && size > _bytes))
        {
            Count = 0;
            return false;
        }

        _isBegun = true;
        _bytes -= size;
        Count--;
        return true;
    }
}
