using Orleans.Runtime;

namespace Orleans.Lite.Invocation;

/// <summary>What references need of the node they are bound to.</summary>
internal interface IReferenceRuntime
{
    object Cast(GrainReference reference, Type interfaceType);
}
