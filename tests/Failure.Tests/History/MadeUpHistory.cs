using Orleans.Realtime.Cluster.Harness.History;

namespace Orleans.Realtime.Failure.Tests.History;

/// <summary>A history as a test wants it: one log, time passes by a second with each event.</summary>
internal sealed class MadeUpHistory
{
    private const string Log = "room/r";
    public const string First = "epoch-1";
    public const string Second = "epoch-2";

    private readonly List<HistoryEvent> _events = [];
    private readonly Dictionary<string, long> _numbers = [];

    private TimeSpan Now => TimeSpan.FromSeconds(_events.Count);

    /// <summary>Two readers at the beginning, and three messages by one writer, seen by both and held by history.</summary>
    public static MadeUpHistory Good() => new MadeUpHistory()
        .Begins("anna").Begins("bob")
        .Publishes("w", "m1", 1).Sees("anna", 1, "m1").Sees("bob", 1, "m1")
        .Publishes("w", "m2", 2).Sees("bob", 2, "m2").Sees("anna", 2, "m2")
        .Publishes("w", "m3", 3).Sees("anna", 3, "m3").Sees("bob", 3, "m3");

    public MadeUpHistory Begins(string reader, long seq = 0, string epoch = First) => Add(new HistoryEvent.Began(Now, reader, Log, epoch, seq));

    public MadeUpHistory Sends(string writer, string id) =>
        Add(new HistoryEvent.Sent(Now, Log, writer, id, _numbers[writer] = _numbers.GetValueOrDefault(writer) + 1));

    public MadeUpHistory IsTold(string id, long seq, string? messageId = null) => Add(new HistoryEvent.Acknowledged(Now, Log, id, seq, messageId ?? "srv-" + id));

    public MadeUpHistory IsRefused(string id) => Add(new HistoryEvent.Refused(Now, Log, id, "unavailable"));

    public MadeUpHistory Publishes(string writer, string id, long seq) => Sends(writer, id).IsTold(id, seq);

    public MadeUpHistory Sees(string reader, long seq, string id, string? messageId = null) =>
        Add(new HistoryEvent.Delivered(Now, reader, Log, seq, messageId ?? "srv-" + id, id));

    public MadeUpHistory HearsOfGap(string reader, long from, long to, string epoch = First) => Add(new HistoryEvent.Gap(Now, reader, Log, epoch, from, to));

    public MadeUpHistory Holds(long seq, string id, string epoch = First) => Add(new HistoryEvent.Stored(Now, Log, epoch, seq, "srv-" + id, id));

    public MadeUpHistory Says(string oddity) => Add(new HistoryEvent.Oddity(Now, oddity));

    public MadeUpHistory Without(Func<HistoryEvent, bool> what)
    {
        _events.RemoveAll(entry => what(entry));
        return this;
    }

    public HistoryReport Check(bool logsMayBeLost = false) => HistoryChecker.Check(_events, logsMayBeLost);

    private MadeUpHistory Add(HistoryEvent what)
    {
        _events.Add(what);
        return this;
    }
}
