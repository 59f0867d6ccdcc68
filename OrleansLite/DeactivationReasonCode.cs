namespace Orleans;

/// <summary>Why an activation ends, as a code.</summary>
[GenerateSerializer]
public enum DeactivationReasonCode : byte
{
    /// <summary>No reason given.</summary>
    None,

    /// <summary>The silo stops.</summary>
    ShuttingDown,

    /// <summary>Activation failed.</summary>
    ActivationFailed,

    /// <summary>The directory failed.</summary>
    DirectoryFailure,

    /// <summary>Nobody called for a while.</summary>
    ActivationIdle,

    /// <summary>The activation did not answer.</summary>
    ActivationUnresponsive,

    /// <summary>Another activation is the right one.</summary>
    DuplicateActivation,

    /// <summary>A request did not fit.</summary>
    IncompatibleRequest,

    /// <summary>The application failed.</summary>
    ApplicationError,

    /// <summary>The application asked for it.</summary>
    ApplicationRequested,

    /// <summary>The activation moves to another silo.</summary>
    Migrating,

    /// <summary>The runtime asked for it.</summary>
    RuntimeRequested,

    /// <summary>Memory ran short.</summary>
    HighMemoryPressure,
}
