namespace Orleans;

/// <summary>Marks a type whose <see cref="IdAttribute"/> members may cross the cluster.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct | AttributeTargets.Enum)]
public sealed class GenerateSerializerAttribute : Attribute
{
    /// <summary>Whether primary constructor parameters are members without asking; records do so by default.</summary>
    public bool IncludePrimaryConstructorParameters { get; init; }
}
