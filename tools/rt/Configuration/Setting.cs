namespace Orleans.Realtime.Cli.Configuration;

/// <summary>One value of a configuration.</summary>
/// <param name="Key">As the servers see it: <c>Rooms:MaxMessages</c>.</param>
/// <param name="Value">As it was written.</param>
/// <param name="Source">The file or variable it comes from.</param>
/// <param name="IsEnvironment">Whether it is a variable: most of these are meant for other programs.</param>
internal sealed record Setting(string Key, string Value, string Source, bool IsEnvironment);
