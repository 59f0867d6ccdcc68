namespace Orleans;

/// <summary>The name of the grain type in identities, if it is not to follow from the class name.</summary>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = false)]
public sealed class GrainTypeAttribute(string grainType) : Attribute
{
    internal string GrainType { get; } = grainType;
}
