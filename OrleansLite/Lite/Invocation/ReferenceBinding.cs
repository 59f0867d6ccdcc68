using Orleans.Lite.Messaging;
using Orleans.Runtime;

namespace Orleans.Lite.Invocation;

/// <summary>What all references of one interface and grain type at one node share.</summary>
/// <param name="Node">The node that calls go out from, unless they are made within an activation, which has its own.</param>
/// <param name="GrainType">The grain type, or the observer type.</param>
/// <param name="Interface">The interface.</param>
/// <param name="AnySilo">Whether any silo may answer: stateless workers.</param>
internal sealed record ReferenceBinding(Node Node, GrainType GrainType, Type Interface, bool AnySilo);
