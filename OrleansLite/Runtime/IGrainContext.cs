namespace Orleans.Runtime;

/// <summary>One activation of a grain.</summary>
public interface IGrainContext : IEquatable<IGrainContext>
{
    /// <summary>A reference to the grain.</summary>
    GrainReference GrainReference { get; }

    /// <summary>The grain's identity.</summary>
    GrainId GrainId { get; }

    /// <summary>The grain object.</summary>
    object? GrainInstance { get; }

    /// <summary>Services that live as long as the activation.</summary>
    IServiceProvider ActivationServices { get; }

    /// <summary>Completes when the activation is gone.</summary>
    Task Deactivated { get; }

    /// <summary>A component of the activation, or null.</summary>
    TComponent? GetComponent<TComponent>()
        where TComponent : class;

    /// <summary>Sets a component of the activation.</summary>
    void SetComponent<TComponent>(TComponent? value)
        where TComponent : class;

    /// <summary>Begins to deactivate; does not wait.</summary>
    void Deactivate(DeactivationReason deactivationReason, CancellationToken cancellationToken = default);

    /// <summary>Begins to move to another silo; does not wait.</summary>
    void Migrate(Dictionary<string, object>? requestContext, CancellationToken cancellationToken = default);
}
