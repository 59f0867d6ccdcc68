namespace Orleans.Realtime.Client;

/// <summary>What became of a message to one user's inbox.</summary>
/// <param name="UserId">The user.</param>
/// <param name="Seq">Its place in the inbox; none where there is an error, or where it is kept nowhere.</param>
/// <param name="IsOnline">Whether a connection of the user was there.</param>
/// <param name="Error">Why this user was not reached: a code of <see cref="RealtimeErrorCodes"/>.</param>
public sealed record UserResult(string UserId, long? Seq, bool IsOnline, string? Error);
