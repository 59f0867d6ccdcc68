using System.Globalization;

namespace Orleans.Realtime.Cluster.Harness.History;

/// <summary>One log as all together saw it.</summary>
internal sealed class LogCheck(string log, Findings findings)
{
    private const string Reader = "history";

    private readonly Dictionary<(string Epoch, long Seq), Entry> _entries = [];
    private readonly Dictionary<(string Epoch, string Id), Entry> _places = [];
    private readonly Dictionary<string, HistoryEvent.Sent> _sent = [];
    private readonly Dictionary<string, HistoryEvent.Acknowledged> _acknowledged = [];
    private readonly HashSet<string> _refused = [];
    private readonly List<HistoryEvent.Stored> _stored = [];
    private readonly List<string> _epochs = [];

    /// <summary>When somebody last heard that the log began anew; what was acknowledged before may have been in the lost one.</summary>
    public TimeSpan? BeganAnew { get; private set; }

    public IReadOnlyCollection<HistoryEvent.Acknowledged> Acknowledged => _acknowledged.Values;

    public int DeliveredUnacknowledged => _places.Values.Select(entry => entry.Id).Distinct().Count(id => !_acknowledged.ContainsKey(id));

    public TimeSpan LongestWriterStall =>
        _acknowledged.Values.Where(ack => _sent.ContainsKey(ack.Id)).Select(ack => ack.At - _sent[ack.Id].At).DefaultIfEmpty().Max();

    public void Add(HistoryEvent.Sent sent) => _sent[sent.Id] = sent;

    public void Add(HistoryEvent.Refused refused) => _refused.Add(refused.Id);

    public void Add(HistoryEvent.Acknowledged acknowledged)
    {
        if (!_acknowledged.TryAdd(acknowledged.Id, acknowledged) && _acknowledged[acknowledged.Id].Seq != acknowledged.Seq)
        {
            findings.AddContradiction(Text($"{acknowledged.Id} was acknowledged as {_acknowledged[acknowledged.Id].Seq} and as {acknowledged.Seq}"));
        }
    }

    public void Add(HistoryEvent.Stored stored)
    {
        _stored.Add(stored);
        Place(stored.Epoch, stored.Seq, stored.MessageId, stored.Id, Reader);
    }

    public void MetEpoch(string epoch, TimeSpan at)
    {
        if (!_epochs.Contains(epoch))
        {
            _epochs.Add(epoch);
            BeganAnew = _epochs.Count > 1 ? at : null;
        }
    }

    /// <summary>Somebody saw a message at a place: nobody may have seen it elsewhere, nor another there.</summary>
    public void Place(string epoch, long seq, string messageId, string id, string witness)
    {
        var entry = new Entry(epoch, seq, messageId, id, witness);
        if (!_entries.TryAdd((epoch, seq), entry))
        {
            var known = _entries[(epoch, seq)];
            if (known.Id != id || known.MessageId != messageId)
            {
                findings.AddContradiction(Text($"{seq} is {known.Id} ({known.MessageId}) to {known.Witness}, and {id} ({messageId}) to {witness}"));
            }
        }

        if (!_places.TryAdd((epoch, id), entry) && _places[(epoch, id)].Seq != seq)
        {
            findings.AddDoubled(Text($"{id} is stored twice, as {_places[(epoch, id)].Seq} and as {seq} (seen by {witness})"));
        }
    }

    /// <summary>Where a message lies, in the newest life of the log that has it.</summary>
    public Entry? Find(string id)
    {
        for (var i = _epochs.Count - 1; i >= 0; i--)
        {
            if (_places.TryGetValue((_epochs[i], id), out var entry))
            {
                return entry;
            }
        }

        return null;
    }

    public string? WriterAt(string epoch, long seq) => _entries.TryGetValue((epoch, seq), out var entry) ? WriterOf(entry.Id) : null;

    public string? WriterOf(string id) => _sent.TryGetValue(id, out var sent) ? sent.Writer : null;

    /// <summary>The acknowledgement of a message at a place nobody was shown, if one names it.</summary>
    public HistoryEvent.Acknowledged? AcknowledgedAt(long seq) => _acknowledged.Values.FirstOrDefault(ack => ack.Seq == seq);

    /// <summary>Whether a message that nobody has seen may have gone with an earlier life of the log.</summary>
    public bool MayHaveGone(HistoryEvent.Acknowledged acknowledged) => acknowledged.At <= BeganAnew && Find(acknowledged.Id) is null;

    /// <summary>What can only be said when all was seen.</summary>
    public void Finish()
    {
        CheckReplies();
        CheckHistory();
        foreach (var writer in _sent.Values.GroupBy(sent => sent.Writer))
        {
            CheckOrder(writer.OrderBy(sent => sent.Number));
        }
    }

    private void CheckReplies()
    {
        foreach (var ack in _acknowledged.Values)
        {
            if (Find(ack.Id) is not { } entry || (BeganAnew is not null && ack.Seq != entry.Seq))
            {
                continue;
            }

            if (entry.Seq != ack.Seq || (ack.MessageId.Length > 0 && ack.MessageId != entry.MessageId))
            {
                findings.AddContradiction(Text($"{ack.Id} was acknowledged as {ack.Seq} ({ack.MessageId}), and is {entry.Seq} ({entry.MessageId}) to {entry.Witness}"));
            }
        }
    }

    private void CheckHistory()
    {
        if (_stored.Count == 0)
        {
            return;
        }

        for (var i = 1; i < _stored.Count; i++)
        {
            if (_stored[i].Epoch == _stored[i - 1].Epoch && _stored[i].Seq != _stored[i - 1].Seq + 1)
            {
                findings.AddHole(Text($"history goes on from {_stored[i - 1].Seq} to {_stored[i].Seq}"));
            }
        }

        var (epoch, first) = (_stored[^1].Epoch, _stored[0].Seq);
        var stored = _stored.Select(entry => entry.Id).ToHashSet();
        foreach (var entry in _entries.Values)
        {
            if (entry.Epoch == epoch && entry.Seq >= first && !stored.Contains(entry.Id))
            {
                findings.AddLost(Text($"history lacks {entry.Id}, which {entry.Witness} saw as {entry.Seq}"));
            }
        }

        foreach (var ack in _acknowledged.Values)
        {
            if (ack.Seq >= first && Find(ack.Id) is null && !MayHaveGone(ack))
            {
                findings.AddLost(Text($"neither history nor a reader has {ack.Id}, acknowledged as {ack.Seq}"));
            }
        }
    }

    /// <summary>A writer's messages lie in its order. One that was refused, and sent again, may lie behind those that were under way with it.</summary>
    private void CheckOrder(IEnumerable<HistoryEvent.Sent> sent)
    {
        if (BeganAnew is not null)
        {
            return;
        }

        HistoryEvent.Acknowledged? highest = null;
        var refused = new List<HistoryEvent.Acknowledged>();
        foreach (var message in sent)
        {
            if (!_acknowledged.TryGetValue(message.Id, out var ack))
            {
                continue;
            }

            foreach (var earlier in refused.Where(earlier => earlier.At <= message.At && earlier.Seq > (highest?.Seq ?? 0)))
            {
                highest = earlier;
            }

            if (ack.Seq < highest?.Seq)
            {
                findings.AddReordered(Text($"{ack.Id}, number {message.Number} of its writer, is {ack.Seq}, but {highest.Id} before it is {highest.Seq}"));
            }

            if (_refused.Contains(ack.Id))
            {
                refused.Add(ack);
            }
            else if (ack.Seq > (highest?.Seq ?? 0))
            {
                highest = ack;
            }
        }
    }

    private string Text(FormattableString text) => log + ": " + text.ToString(CultureInfo.InvariantCulture);
}
