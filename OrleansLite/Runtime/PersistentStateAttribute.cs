namespace Orleans.Runtime;

/// <summary>Marks a constructor parameter of type <see cref="IPersistentState{TState}"/>.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
public class PersistentStateAttribute(string stateName, string? storageName = null) : Attribute
{
    /// <summary>The name of the state within the grain.</summary>
    public string StateName { get; } = stateName;

    /// <summary>The name of the store; the default one if null.</summary>
    public string? StorageName { get; } = storageName;
}
