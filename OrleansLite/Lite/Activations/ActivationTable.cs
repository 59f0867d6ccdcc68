using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Configuration;
using Orleans.Lite.Membership;
using Orleans.Lite.Messaging;
using Orleans.Lite.References;
using Orleans.Runtime;

namespace Orleans.Lite.Activations;

/// <summary>The activations of a silo.</summary>
internal sealed partial class ActivationTable(
    Node node,
    GrainClasses classes,
    ReferenceFactory references,
    IServiceProvider services,
    GrainCollectionOptions options,
    TimeProvider clock) : IRequestHandler
{
    private readonly ConcurrentDictionary<GrainId, IActivationSlot> _slots = new();
    private volatile bool _shuttingDown;
    private int _ending;

    public Node Node => node;

    public ReferenceFactory References => references;

    public IServiceProvider Services => services;

    public IGrainRuntime Runtime => field ??= services.GetRequiredService<IGrainRuntime>();

    public GrainCollectionOptions Options => options;

    public TimeProvider Clock => clock;

    public int Count => _slots.Count;

    public IEnumerable<Activation> Activations => _slots.Values.SelectMany(slot => slot.Activations);

    public void Dispatch(RequestMessage message)
    {
        while (true)
        {
            if (!_slots.TryGetValue(message.Target, out var slot))
            {
                if (!classes.TryGet(message.Target.Type, out var grainClass))
                {
                    node.Reply(message, new ErrorMessage(message.Id, new ArgumentException($"No grain class for {message.Target}.")));
                    return;
                }

                if (!message.AnySilo && !MayActivate(message))
                {
                    return;
                }

                slot = _slots.GetOrAdd(message.Target, grainClass!.IsStatelessWorker
                    ? new StatelessWorkerPool(this, grainClass, message.Target)
                    : new Activation(this, grainClass, message.Target));
            }

            if (slot.TryReceive(message))
            {
                return;
            }

            // It is about to leave the table.
            _slots.TryRemove(new(message.Target, slot));
        }
    }

    public void Remove(Activation activation)
    {
        if (!_slots.TryGetValue(activation.GrainId, out var slot))
        {
            return;
        }

        if (ReferenceEquals(slot, activation) || (slot is StatelessWorkerPool pool && pool.Remove(activation)))
        {
            _slots.TryRemove(new(activation.GrainId, slot));
        }
    }

    /// <summary>Counts an activation that sends on what still waited for it: the silo must not leave before that is done.</summary>
    public EndingScope BeginEnding() => new(this);

    /// <summary>Deactivates what nobody called for its collection age.</summary>
    public void CollectIdle()
    {
        var now = clock.GetTimestamp();
        foreach (var activation in Activations)
        {
            if (activation.IsIdle(now))
            {
                activation.Deactivate(new(DeactivationReasonCode.ActivationIdle, "Nobody called for the collection age."));
            }
        }
    }

    /// <summary>Deactivates what another silo owns by a new view.</summary>
    public void ApplyView(MembershipView view)
    {
        if (_shuttingDown)
        {
            return;
        }

        foreach (var activation in Activations)
        {
            if (!activation.Class.IsStatelessWorker && !IsMine(view, activation.GrainId))
            {
                activation.Deactivate(new(DeactivationReasonCode.DirectoryFailure, "Another silo owns the grain since the membership changed."));
            }
        }
    }

    /// <summary>Deactivates everything and waits for it. Requests for what is gone are sent on to the successor.</summary>
    public async Task DeactivateAllAsync()
    {
        _shuttingDown = true;
        do
        {
            await Task.WhenAll(Activations.Select(activation =>
            {
                activation.Deactivate(new(DeactivationReasonCode.ShuttingDown, "The silo shuts down."));
                return activation.Deactivated;
            }));
        }
        while (Activations.Any(activation => !activation.Class.IsStatelessWorker));

        while (Volatile.Read(ref _ending) > 0)
        {
            await Task.Yield();
        }
    }

    public void Kill()
    {
        _shuttingDown = true;
        Drop();
    }

    /// <summary>Ends everything at once, untold: it may be another silo's by now. What comes next is activated anew.</summary>
    public void Drop()
    {
        foreach (var (id, slot) in _slots)
        {
            foreach (var activation in slot.Activations)
            {
                activation.Kill();
            }

            // Nobody else takes it out unless a request happens to come for it.
            _slots.TryRemove(new(id, slot));
        }
    }

    /// <summary>See <see cref="BeginEnding"/>.</summary>
    public readonly struct EndingScope : IDisposable
    {
        private readonly ActivationTable _table;

        public EndingScope(ActivationTable table)
        {
            _table = table;
            Interlocked.Increment(ref table._ending);
        }

        public void Dispose() => Interlocked.Decrement(ref _table._ending);
    }

    private bool IsMine(MembershipView view, in GrainId grain) =>
        node.Address.Equals(view.OwnerOf(grain)) || node.Address.Equals(view.SuccessorOf(grain));

    /// <summary>Whether this silo may hold the grain; if not, the caller is told whom to ask.</summary>
    private bool MayActivate(RequestMessage message)
    {
        var view = node.View.Version < message.ViewVersion ? node.Refresh() : node.View;
        if (!_shuttingDown && IsMine(view, message.Target))
        {
            return true;
        }

        var successor = view.SuccessorOf(message.Target);
        if (successor is null || successor.Equals(node.Address))
        {
            node.Reply(message, new ErrorMessage(message.Id, new SiloUnavailableException($"The silo shuts down and there is no other: {message}.")));
        }
        else if (message.Id == 0)
        {
            node.Forward(message, successor);
        }
        else
        {
            node.Reply(message, new RefusalMessage(message.Id, view, _shuttingDown ? successor : null));
        }

        return false;
    }
}
