using System.Text.Json;
using Orleans.Realtime.Load.Works;

namespace Orleans.Realtime.Load.Results;

/// <summary>Everything about one run of the benchmark: what its JSON file holds.</summary>
/// <param name="Date">When it began, UTC.</param>
/// <param name="Machine">On what.</param>
/// <param name="SecondsEach">How long each run measured.</param>
/// <param name="Rounds">How often each was repeated.</param>
/// <param name="Quick">Whether it was the quick variant.</param>
/// <param name="Runs">Every single run, failed ones too, in the order in which they stood.</param>
internal sealed record Report(string Date, Machine Machine, double SecondsEach, int Rounds, bool Quick, IReadOnlyList<Run> Runs)
{
    private static readonly JsonSerializerOptions Format = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower, WriteIndented = true };

    public static Report Begin(DateTimeOffset now, Machine machine, Settings settings, IReadOnlyList<Run> runs) =>
        new(now.UtcDateTime.ToString("yyyy-MM-dd HH:mm", System.Globalization.CultureInfo.InvariantCulture), machine, settings.Duration.TotalSeconds, settings.Rounds, settings.Quick, runs);

    public string ToJson() => JsonSerializer.Serialize(this, Format) + "\n";
}
