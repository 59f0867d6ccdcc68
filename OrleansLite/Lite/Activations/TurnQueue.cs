namespace Orleans.Lite.Activations;

/// <summary>The turns that wait, linked without allocation. Callers hold the activation's lock.</summary>
internal struct TurnQueue
{
    private Turn? _head;
    private Turn? _tail;
    private int _special;

    public int Count { get; private set; }

    public void Add(Turn turn)
    {
        turn.Next = null;
        if (_tail is null)
        {
            _head = turn;
        }
        else
        {
            _tail.Next = turn;
        }

        _tail = turn;
        Count++;
        _special += IsSpecial(turn) ? 1 : 0;
    }

    /// <summary>Takes the first turn that may run now, in order of arrival.</summary>
    public Turn? TakeFirst(Activation activation)
    {
        Turn? previous = null;
        for (var turn = _head; turn is not null; previous = turn, turn = turn.Next)
        {
            if (activation.MayRun(turn))
            {
                Unlink(previous, turn);
                return turn;
            }

            if (_special == 0)
            {
                // The first cannot run and nobody behind it has any privilege over it.
                return null;
            }
        }

        return null;
    }

    /// <summary>Takes them all.</summary>
    public Turn? Clear()
    {
        var first = _head;
        this = default;
        return first;
    }

    private static bool IsSpecial(Turn turn) => turn.AlwaysInterleaves || turn.IsReadOnly || turn.Chain != Guid.Empty;

    private void Unlink(Turn? previous, Turn turn)
    {
        if (previous is null)
        {
            _head = turn.Next;
        }
        else
        {
            previous.Next = turn.Next;
        }

        if (ReferenceEquals(_tail, turn))
        {
            _tail = previous;
        }

        turn.Next = null;
        Count--;
        _special -= IsSpecial(turn) ? 1 : 0;
    }
}
