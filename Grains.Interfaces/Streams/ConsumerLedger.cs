namespace Orleans.Realtime.Grains.Interfaces.Streams;

/// <summary>What a consumer was given and has not acknowledged: no more at a time than it may have. Safe for concurrent use.</summary>
internal sealed class ConsumerLedger(int capacity)
{
    /// <summary>Most entries of which it is remembered that they were given up; beyond, the memory begins anew, and such an entry may come again early.</summary>
    private const int MaxGivenUp = 10_000;

    private readonly Lock _gate = new();
    private readonly HashSet<StreamId> _held = [];
    private readonly HashSet<StreamId> _givenUp = [];
    private TaskCompletionSource? _room;
    private bool _closed;

    /// <summary>Whether everything that was taken was acknowledged or given up.</summary>
    public bool IsEmpty
    {
        get
        {
            lock (_gate)
            {
                return _held.Count == 0;
            }
        }
    }

    /// <summary>Waits until there is room.</summary>
    /// <returns>For how many; 0 when nothing is to be taken any more.</returns>
    public async ValueTask<int> WaitForRoomAsync()
    {
        while (true)
        {
            Task room;
            lock (_gate)
            {
                if (_closed || _held.Count < capacity)
                {
                    return _closed ? 0 : capacity - _held.Count;
                }

                room = (_room ??= new(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
            }

            await room;
        }
    }

    /// <summary>Takes an entry, unless it is held already.</summary>
    public bool TryTake(StreamId id)
    {
        lock (_gate)
        {
            _givenUp.Remove(id);
            return _held.Add(id);
        }
    }

    /// <summary>Whether an entry was given up since it was taken last.</summary>
    public bool IsGivenUp(StreamId id)
    {
        lock (_gate)
        {
            return _givenUp.Contains(id);
        }
    }

    /// <summary>An entry was acknowledged.</summary>
    public void Settle(StreamId id) => Drop(id, givenUp: false);

    /// <summary>An entry is left pending.</summary>
    public void GiveUp(StreamId id) => Drop(id, givenUp: true);

    /// <summary>Nothing more is taken.</summary>
    public void Close()
    {
        lock (_gate)
        {
            _closed = true;
            _room?.TrySetResult();
        }
    }

    private void Drop(StreamId id, bool givenUp)
    {
        lock (_gate)
        {
            if (!_held.Remove(id))
            {
                return;
            }

            if (givenUp)
            {
                if (_givenUp.Count == MaxGivenUp)
                {
                    _givenUp.Clear();
                }

                _givenUp.Add(id);
            }

            _room?.TrySetResult();
            _room = null;
        }
    }
}
