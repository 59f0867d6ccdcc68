namespace Orleans.Realtime.Client.Receiving;

/// <summary>The ids of what this client sent itself: a new session may get it back.</summary>
internal sealed class OwnMessages
{
    private const int Max = 1_000;

    private readonly HashSet<string> _ids = [];
    private readonly Queue<string> _order = [];

    public void Add(string id)
    {
        if (_ids.Add(id))
        {
            _order.Enqueue(id);
            if (_order.Count > Max)
            {
                _ids.Remove(_order.Dequeue());
            }
        }
    }

    public bool Contains(string? id) => id is not null && _ids.Contains(id);
}
