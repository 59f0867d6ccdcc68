namespace Orleans.Concurrency;

/// <summary>This method changes no state, so it may interleave with others that do not.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ReadOnlyAttribute : Attribute
{
}
