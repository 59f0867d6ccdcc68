namespace Orleans.Realtime.Load.Wire;

/// <summary>A server lost, doubled, disordered or refused what it was given: the run yields no figure.</summary>
internal sealed class IntegrityException(string message) : Exception(message);
