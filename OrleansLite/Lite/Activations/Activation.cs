using Microsoft.Extensions.DependencyInjection;
using Orleans.Lite.Messaging;
using Orleans.Runtime;

namespace Orleans.Lite.Activations;

/// <summary>
/// One grain in memory. It is the task scheduler its code runs on: one thread at a time, continuations included.
/// The queue object is the lock for all of its fields: an idle grain should be small.
/// </summary>
internal sealed partial class Activation(ActivationTable table, GrainClass grainClass, GrainId grainId)
    : TaskScheduler, IThreadPoolWorkItem, IGrainContext, ICallChainReentrant, IActivationSlot
{
    private Dictionary<Type, object>? _components;
    private TaskCompletionSource? _deactivated;
    private AsyncServiceScope? _scope;
    private GrainReference? _reference;

    public ActivationTable Table => table;

    public Node Node => table.Node;

    public GrainClass Class => grainClass;

    public GrainId GrainId => grainId;

    public object? GrainInstance { get; private set; }

    public GrainReference GrainReference => _reference ??= table.References.ForGrain(grainClass.PrimaryInterface, grainId);

    public IServiceProvider ActivationServices
    {
        get
        {
            _scope ??= table.Services.CreateAsyncScope();
            return _scope.Value.ServiceProvider;
        }
    }

    public IEnumerable<Activation> Activations => [this];

    public Task Deactivated
    {
        get
        {
            lock (_queue)
            {
                return _ended ? Task.CompletedTask : (_deactivated ??= new(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
            }
        }
    }

    public TComponent? GetComponent<TComponent>()
        where TComponent : class => _components?.GetValueOrDefault(typeof(TComponent)) as TComponent ?? GrainInstance as TComponent;

    public void SetComponent<TComponent>(TComponent? value)
        where TComponent : class
    {
        _components ??= [];
        if (value is null)
        {
            _components.Remove(typeof(TComponent));
        }
        else
        {
            _components[typeof(TComponent)] = value;
        }
    }

    public void Migrate(Dictionary<string, object>? requestContext, CancellationToken cancellationToken = default) =>
        Deactivate(new(DeactivationReasonCode.Migrating, "Migration was asked for."), cancellationToken);

    public bool Equals(IGrainContext? other) => ReferenceEquals(this, other);

    public override string ToString() => $"[Activation {grainId} {_state}]";
}
