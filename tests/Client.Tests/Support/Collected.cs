using Orleans.Realtime.Client.Messages;

namespace Orleans.Realtime.Client.Tests.Support;

/// <summary>Everything that an event brings from now on.</summary>
internal sealed class Collected<TEvent>
    where TEvent : RealtimeEvent
{
    private readonly List<TEvent> _events = [];

    public Collected(RealtimeClient client) => client.On<TEvent>(Add);

    public IReadOnlyList<TEvent> All
    {
        get
        {
            lock (_events)
            {
                return [.. _events];
            }
        }
    }

    public TEvent Last => All[^1];

    public Task UntilAsync(Func<IReadOnlyList<TEvent>, bool> condition) => Until.TrueAsync(() => condition(All), () => string.Join('\n', All));

    public Task CountAsync(int count) => UntilAsync(events => events.Count >= count);

    private void Add(TEvent occurrence)
    {
        lock (_events)
        {
            _events.Add(occurrence);
        }
    }
}
