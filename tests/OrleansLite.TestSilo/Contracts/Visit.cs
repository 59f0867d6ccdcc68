namespace Orleans.Realtime.OrleansLite.TestSilo.Contracts;

/// <summary>Which activation answered, and where.</summary>
[GenerateSerializer]
public sealed partial record Visit([property: Id(0)] Guid Activation, [property: Id(1)] string Silo, [property: Id(2)] int ProcessId);
