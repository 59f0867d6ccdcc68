namespace Orleans.Realtime.Client;

/// <summary>A place in a log, and the life of the log that it belongs to.</summary>
/// <param name="Seq">The last message that is there, 0 before the first.</param>
/// <param name="Epoch">None while the client has not heard it.</param>
public readonly record struct LogPosition(long Seq, string? Epoch = null);
