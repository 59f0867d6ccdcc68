namespace Orleans.Realtime.Load.Results;

/// <summary>One work against one server, once.</summary>
/// <param name="Work">The work's name.</param>
/// <param name="Server">What tables call the server.</param>
/// <param name="Round">In which round, from 1: runs of one round stood beside each other in time.</param>
/// <param name="Values">What was measured, by <see cref="Figure.Key"/>; empty when it failed.</param>
/// <param name="Failure">What went wrong, or why this server cannot do this work; null if nothing.</param>
/// <param name="IsImpossible">Whether the server cannot do this work at all.</param>
internal sealed record Run(string Work, string Server, int Round, IReadOnlyDictionary<string, double> Values, string? Failure = null, bool IsImpossible = false);
