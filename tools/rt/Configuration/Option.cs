namespace Orleans.Realtime.Cli.Configuration;

/// <summary>One option of a server.</summary>
/// <param name="Key"><c>Rooms:MaxMessages</c>.</param>
/// <param name="Type">What its text is converted to.</param>
/// <param name="IsList">Whether its values stand below it by number: <c>Metrics:AdditionalMeters:0</c>.</param>
internal sealed record Option(string Key, Type Type, bool IsList);
