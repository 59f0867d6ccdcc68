using System.Globalization;

namespace Orleans.Realtime.Cluster.Harness.History;

/// <summary>Numbers and names one writer's messages.</summary>
internal sealed class MessageSource(string writer, HistoryRecorder history)
{
    private readonly Dictionary<string, long> _numbers = [];
    private long _count;

    /// <summary>A new message to a log: its id, and its content, which repeats the id. It counts as sent from now on.</summary>
    public (string Id, string Data) Next(string log)
    {
        var number = _numbers[log] = _numbers.GetValueOrDefault(log) + 1;
        var id = string.Create(CultureInfo.InvariantCulture, $"{writer}.{++_count}");
        history.Add(at => new HistoryEvent.Sent(at, log, writer, id, number));
        return (id, string.Create(CultureInfo.InvariantCulture, $$"""{"id":"{{id}}","writer":"{{writer}}","number":{{number}}}"""));
    }
}
