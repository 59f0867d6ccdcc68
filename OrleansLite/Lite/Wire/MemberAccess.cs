namespace Orleans.Lite.Wire;

/// <summary>The emitted code of a type: making one, writing and reading its members.</summary>
internal sealed record MemberAccess<T>(Func<T> Create, Action<WireWriter, T> Write, Func<WireReader, T, T> Read);
