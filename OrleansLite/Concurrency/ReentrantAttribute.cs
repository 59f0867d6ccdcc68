namespace Orleans.Concurrency;

/// <summary>Requests of this grain class may interleave at awaits.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class ReentrantAttribute : Attribute
{
}
