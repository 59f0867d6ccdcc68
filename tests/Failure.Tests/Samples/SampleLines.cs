using System.Text.Json.Nodes;

namespace Orleans.Realtime.Failure.Tests.Samples;

/// <summary>What a sample printed, one line of JSON each.</summary>
internal static class SampleLines
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    /// <summary>All lines in its log file that are complete and have this field.</summary>
    public static IReadOnlyList<JsonNode> With(string field, string logFile)
    {
        using var stream = new FileStream(logFile, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var reader = new StreamReader(stream);
        var text = reader.ReadToEnd();
        return [.. text[..(text.LastIndexOf('\n') + 1)].Split('\n').Where(line => line.StartsWith('{')).Select(line => JsonNode.Parse(line)!).Where(line => line[field] is not null)];
    }

    /// <summary>Waits for what the samples do in their own time.</summary>
    public static async Task UntilAsync(Func<Task<bool>> condition, string what, Func<string> describe)
    {
        using var limit = new CancellationTokenSource(Patience, TimeProvider.System);
        while (!await condition())
        {
            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System);
            limit.IsCancellationRequested.ShouldBeFalse($"Not in time: {what}\n{describe()}");
        }
    }
}
