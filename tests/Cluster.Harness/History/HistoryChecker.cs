namespace Orleans.Realtime.Cluster.Harness.History;

/// <summary>
/// Holds a history against the contract: every acknowledged message is seen exactly once, in the order of the log, at the place that its sender was
/// told, by every reader that listened all the time, and history says the same.
/// </summary>
public static class HistoryChecker
{
    /// <summary>How many violations are told in words.</summary>
    public const int MaxViolations = 50;

    /// <summary>Checks a history that has come to rest: readers had the time to see everything.</summary>
    /// <param name="history">What happened, in its order.</param>
    /// <param name="logsMayBeLost">Whether gaps are in order, and what was in a lost log is not missed.</param>
    public static HistoryReport Check(IReadOnlyList<HistoryEvent> history, bool logsMayBeLost)
    {
        var findings = new Findings(MaxViolations);
        var logs = new Dictionary<string, LogCheck>();
        var readers = new Dictionary<(string Reader, string Log), ReaderCheck>();
        var acknowledged = history.OfType<HistoryEvent.Acknowledged>().GroupBy(ack => (ack.Log, ack.Id)).ToDictionary(acks => acks.Key, acks => acks.First());

        // First what was written, because readers may see a message before its sender's reply, or the record of its sending.
        foreach (var entry in history)
        {
            switch (entry)
            {
                case HistoryEvent.Sent sent:
                    LogOf(sent.Log).Add(sent);
                    break;
                case HistoryEvent.Acknowledged acked:
                    LogOf(acked.Log).Add(acked);
                    break;
                case HistoryEvent.Refused refused:
                    LogOf(refused.Log).Add(refused);
                    break;
                case HistoryEvent.Oddity oddity:
                    findings.Add(oddity.Text);
                    break;
                default:
                    break;
            }
        }

        foreach (var entry in history)
        {
            switch (entry)
            {
                case HistoryEvent.Began began:
                    LogOf(began.Log).MetEpoch(began.Epoch, began.At);
                    if (!readers.TryAdd((began.Reader, began.Log), new(began.Reader, LogOf(began.Log), began.Log, began, findings)))
                    {
                        findings.Add($"{began.Log}: {began.Reader} began twice");
                    }

                    break;
                case HistoryEvent.Delivered delivered when readers.TryGetValue((delivered.Reader, delivered.Log), out var reader):
                    reader.Add(delivered, acknowledged.GetValueOrDefault((delivered.Log, delivered.Id)));
                    break;
                case HistoryEvent.Delivered delivered:
                    findings.Add($"{delivered.Log}: {delivered.Reader} was handed {delivered.Id} before it listened");
                    break;
                case HistoryEvent.Gap gap when readers.TryGetValue((gap.Reader, gap.Log), out var reader):
                    LogOf(gap.Log).MetEpoch(gap.Epoch, gap.At);
                    reader.Add(gap, logsMayBeLost);
                    break;
                case HistoryEvent.Stored stored:
                    LogOf(stored.Log).MetEpoch(stored.Epoch, stored.At);
                    LogOf(stored.Log).Add(stored);
                    break;
                default:
                    break;
            }
        }

        foreach (var log in logs.Values)
        {
            log.Finish();
        }

        foreach (var reader in readers.Values)
        {
            reader.Finish();
        }

        return new HistoryReport
        {
            Sent = history.Count(entry => entry is HistoryEvent.Sent),
            Acknowledged = acknowledged.Count,
            Delivered = history.Count(entry => entry is HistoryEvent.Delivered),
            Refused = history.Count(entry => entry is HistoryEvent.Refused),
            Lost = findings.Lost,
            Doubled = findings.Doubled,
            Reordered = findings.Reordered,
            Contradictions = findings.Contradictions,
            Holes = findings.Holes,
            Gaps = readers.Values.Sum(reader => reader.Gaps),
            UnacknowledgedDelivered = logs.Values.Sum(log => log.DeliveredUnacknowledged),
            LongestWriterStall = logs.Values.Select(log => log.LongestWriterStall).DefaultIfEmpty().Max(),
            LongestReaderStall = readers.Values.Select(reader => reader.LongestStall).DefaultIfEmpty().Max(),
            Violations = findings.Texts,
            ViolationCount = findings.Count,
        };

        LogCheck LogOf(string name)
        {
            if (!logs.TryGetValue(name, out var log))
            {
                logs[name] = log = new LogCheck(name, findings);
            }

            return log;
        }
    }
}
