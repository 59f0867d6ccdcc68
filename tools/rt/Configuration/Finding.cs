namespace Orleans.Realtime.Cli.Configuration;

/// <summary>One thing that a check found.</summary>
/// <param name="Severity">What it means for the server.</param>
/// <param name="Key">The option, <c>Rooms:MaxMessages</c>; null where it is about no single one.</param>
/// <param name="Value">What it is set to, secrets masked; null where it is not set.</param>
/// <param name="Source">The file or variable that sets it; null where it is not set.</param>
/// <param name="Message">What is wrong and what would be right.</param>
internal sealed record Finding(Severity Severity, string? Key, string? Value, string? Source, string Message);
