using Orleans.Runtime;

namespace Orleans.Lite.Invocation;

/// <summary>What all references of one interface and grain type at one node share.</summary>
internal sealed record ReferenceBinding(IReferenceRuntime Runtime, GrainType GrainType, Type Interface);
