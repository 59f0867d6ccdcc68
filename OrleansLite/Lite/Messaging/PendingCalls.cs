using System.Collections.Concurrent;
using Orleans.Runtime;

namespace Orleans.Lite.Messaging;

/// <summary>The calls of a node whose answers are awaited. Bounded by what the callers await; each ends at its deadline at the latest.</summary>
internal sealed class PendingCalls
{
    private readonly ConcurrentDictionary<long, IPendingCall> _calls = new();

    public int Count => _calls.Count;

    public void Add(IPendingCall call) => _calls[call.Message.Id] = call;

    public bool TryGet(long id, out IPendingCall? call) => _calls.TryGetValue(id, out call);

    public bool TryTake(long id, out IPendingCall? call) => _calls.TryRemove(id, out call);

    /// <summary>Fails the calls that match.</summary>
    public void FailWhere(Func<IPendingCall, bool> matches, Func<IPendingCall, Exception> error)
    {
        foreach (var (id, call) in _calls)
        {
            if (matches(call) && _calls.TryRemove(id, out _))
            {
                call.Fail(error(call));
            }
        }
    }
}
