namespace Orleans.Lite.Activations;

/// <summary>An activation's life.</summary>
internal enum ActivationState : byte
{
    Created,
    Activating,
    Valid,
    Deactivating,
    Gone,
    Killed,
}
