using System.Collections.Concurrent;
using Orleans.Lite.Messaging;
using Orleans.Runtime;

namespace Orleans.Lite.Observers;

/// <summary>The observer objects of a node. Holds them weakly; those that were collected are removed by a sweep.</summary>
internal sealed class ObserverTable(Node node)
{
    private readonly ConcurrentDictionary<GrainId, LocalObserver> _observers = new();

    public int Count => _observers.Count;

    public GrainId Add(IGrainObserver target)
    {
        var id = ObserverId.Create(node.Address, Guid.NewGuid());
        _observers[id] = new(node, target);
        return id;
    }

    public bool Contains(GrainId id) => _observers.ContainsKey(id);

    public bool Remove(GrainId id) => _observers.TryRemove(id, out _);

    public void Dispatch(RequestMessage request)
    {
        if (_observers.TryGetValue(request.Target, out var observer))
        {
            observer.Enqueue(request);
        }
        else
        {
            node.Reply(request, new ErrorMessage(request.Id, new ClientNotAvailableException(request.Target)));
        }
    }

    public void RemoveCollected()
    {
        foreach (var (id, observer) in _observers)
        {
            if (!observer.IsAlive)
            {
                _observers.TryRemove(id, out _);
            }
        }
    }
}
