namespace Orleans.Realtime.Cli.Statistics;

/// <summary>One silo as <c>/stats</c> tells it.</summary>
internal sealed record SiloRow(string Silo, string Status);
