using Orleans.Lite.Messaging;

namespace Orleans.Lite.Activations;

/// <summary>What stands in the table for a grain: its activation, or the pool of a stateless worker.</summary>
internal interface IActivationSlot
{
    /// <summary>Takes a request, or returns false if this slot is over.</summary>
    bool TryReceive(RequestMessage message);

    /// <summary>The activations there are.</summary>
    IEnumerable<Activation> Activations { get; }
}
