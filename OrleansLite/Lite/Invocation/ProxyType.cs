using Orleans.Runtime;

namespace Orleans.Lite.Invocation;

/// <summary>What was emitted for an interface.</summary>
internal sealed record ProxyType(Func<ReferenceBinding, IdSpan, GrainReference> Create, IReadOnlyDictionary<string, MethodDescriptor> Methods);
