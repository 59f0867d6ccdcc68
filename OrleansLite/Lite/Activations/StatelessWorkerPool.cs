using Orleans.Lite.Messaging;
using Orleans.Runtime;

namespace Orleans.Lite.Activations;

/// <summary>The activations of a stateless worker on this silo: an idle one takes the call, or a new one, or the least busy.</summary>
internal sealed class StatelessWorkerPool(ActivationTable table, GrainClass grainClass, GrainId grainId) : IActivationSlot
{
    private readonly List<Activation> _workers = [];
    private bool _over;

    public IEnumerable<Activation> Activations
    {
        get
        {
            lock (_workers)
            {
                return [.. _workers];
            }
        }
    }

    public bool TryReceive(RequestMessage message)
    {
        lock (_workers)
        {
            while (!_over)
            {
                if (Choose().TryReceive(message))
                {
                    return true;
                }

                _workers.RemoveAll(worker => worker.IsOver);
            }

            return false;
        }
    }

    /// <summary>Removes a worker; returns whether it was the last and the pool is over.</summary>
    public bool Remove(Activation worker)
    {
        lock (_workers)
        {
            _workers.Remove(worker);
            _over = _workers.Count == 0;
            return _over;
        }
    }

    private Activation Choose()
    {
        var best = _workers.MinBy(worker => worker.Load);
        if (best is null || (best.Load > 0 && _workers.Count < grainClass.MaxLocalWorkers))
        {
            best = new(table, grainClass, grainId);
            _workers.Add(best);
        }

        return best;
    }
}
