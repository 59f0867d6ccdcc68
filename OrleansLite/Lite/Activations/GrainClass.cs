using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Concurrency;
using Orleans.Configuration;
using Orleans.Lite.State;
using Orleans.Runtime;

namespace Orleans.Lite.Activations;

/// <summary>What all activations of a grain class share.</summary>
internal sealed class GrainClass
{
    private readonly ObjectFactory _factory;
    private readonly Func<Activation, object?>[] _arguments;

    public GrainClass(Type type, GrainType grainType, GrainCollectionOptions options, SiloMessagingOptions messaging)
    {
        Type = type;
        GrainType = grainType;
        IsReentrant = type.IsDefined(typeof(ReentrantAttribute));
        MaxLocalWorkers = type.GetCustomAttribute<StatelessWorkerAttribute>()?.MaxLocalWorkers ?? 0;
        CollectionAge = options.ClassSpecificCollectionAge.TryGetValue(type.FullName!, out var age) ? age
            : type.GetCustomAttribute<CollectionAgeLimitAttribute>()?.AgeLimit ?? options.CollectionAge;
        (NameOfMaxLoad, var limit) = IsStatelessWorker
            ? (nameof(messaging.MaxEnqueuedRequestsHardLimit_StatelessWorker), messaging.MaxEnqueuedRequestsHardLimit_StatelessWorker)
            : (nameof(messaging.MaxEnqueuedRequestsHardLimit), messaging.MaxEnqueuedRequestsHardLimit);
        MaxLoad = limit > 0 ? limit : int.MaxValue;
        Interfaces = GrainInterfaces.Of(type);
        PrimaryInterface = GrainInterfaces.Primary(type, Interfaces);
        var parameters = ConstructorOf(type).GetParameters();
        _factory = ActivatorUtilities.CreateFactory(type, Array.ConvertAll(parameters, parameter => parameter.ParameterType));
        _arguments = Array.ConvertAll(parameters, Resolver);
    }

    public Type Type { get; }

    public GrainType GrainType { get; }

    public bool IsReentrant { get; }

    public int MaxLocalWorkers { get; }

    public bool IsStatelessWorker => MaxLocalWorkers > 0;

    public TimeSpan CollectionAge { get; }

    /// <summary>Requests that may run and wait before further ones are refused.</summary>
    public int MaxLoad { get; }

    public string NameOfMaxLoad { get; }

    public IReadOnlyList<Type> Interfaces { get; }

    public Type PrimaryInterface { get; }

    public object Create(Activation activation)
    {
        var services = _arguments.Length == 0 ? activation.Table.Services : activation.ActivationServices;
        return _factory(services, Array.ConvertAll(_arguments, resolve => resolve(activation)));
    }

    private static ConstructorInfo ConstructorOf(Type type)
    {
        var constructors = type.GetConstructors();
        return Array.Find(constructors, each => each.IsDefined(typeof(ActivatorUtilitiesConstructorAttribute)))
            ?? constructors.MaxBy(each => each.GetParameters().Length)
            ?? throw new InvalidOperationException($"{type} has no public constructor.");
    }

    private static Func<Activation, object?> Resolver(ParameterInfo parameter)
    {
        var type = parameter.ParameterType;
        if (parameter.GetCustomAttribute<PersistentStateAttribute>() is { } state)
        {
            return PersistentStateFactory.For(type, state);
        }

        if (type == typeof(IGrainContext))
        {
            return activation => activation;
        }

        if (parameter.GetCustomAttribute<FromKeyedServicesAttribute>() is { } keyed)
        {
            return activation => activation.ActivationServices.GetRequiredKeyedService(type, keyed.Key);
        }

        return parameter.HasDefaultValue
            ? activation => activation.ActivationServices.GetService(type) ?? parameter.DefaultValue
            : activation => activation.ActivationServices.GetRequiredService(type);
    }
}
