using System.Globalization;

namespace Orleans.Realtime.Cluster.Harness.History;

/// <summary>One reader of one log, across all of its sockets.</summary>
internal sealed class ReaderCheck(string reader, LogCheck log, string name, HistoryEvent.Began began, Findings findings)
{
    private readonly HashSet<string> _ids = [];
    private readonly HashSet<long> _seen = [];
    private readonly SortedSet<long> _passedOver = [];
    private readonly List<(long From, long To)> _told = [];
    private string _epoch = began.Epoch;
    private long _start = began.Seq;
    private long _position = began.Seq;

    public TimeSpan LongestStall { get; private set; }

    public int Gaps { get; private set; }

    public void Add(HistoryEvent.Delivered message, HistoryEvent.Acknowledged? acknowledged)
    {
        log.Place(_epoch, message.Seq, message.MessageId, message.Id, reader);
        _ids.Add(message.Id);
        if (acknowledged is not null && message.At - acknowledged.At > LongestStall)
        {
            LongestStall = message.At - acknowledged.At;
        }

        if (message.Seq > _position)
        {
            for (var seq = _position + 1; seq < message.Seq; seq++)
            {
                _passedOver.Add(seq);
            }

            _position = message.Seq;
        }
        else if (_seen.Contains(message.Seq))
        {
            findings.AddDoubled(Text($"was handed {message.Seq} ({message.Id}) again at {message.At.TotalSeconds:F1} s"));
        }
        else
        {
            _passedOver.Remove(message.Seq);
            findings.AddReordered(Text($"was handed {message.Seq} ({message.Id}) when it was at {_position}, at {message.At.TotalSeconds:F1} s"));
        }

        _seen.Add(message.Seq);
    }

    public void Add(HistoryEvent.Gap gap, bool allowed)
    {
        Gaps++;
        if (!allowed)
        {
            findings.Add(Text($"was told of a gap from {gap.From} to {gap.To}, epoch {gap.Epoch} after {_epoch}, at {_position}, at {gap.At.TotalSeconds:F1} s"));
        }

        if (gap.Epoch != _epoch)
        {
            CheckHoles();
            (_epoch, _start, _position) = (gap.Epoch, gap.To, gap.To);
            _seen.Clear();
            _passedOver.Clear();
            _told.Clear();
        }
        else
        {
            _told.Add((_position + 1, gap.To));
            _position = Math.Max(_position, gap.To);
        }
    }

    public void Finish()
    {
        CheckHoles();
        foreach (var ack in log.Acknowledged)
        {
            if (IsOwed(ack) && !_ids.Contains(ack.Id))
            {
                findings.AddLost(Text($"never saw {ack.Id}, acknowledged as {ack.Seq} at {ack.At.TotalSeconds:F1} s"));
            }
        }
    }

    private bool IsOwed(HistoryEvent.Acknowledged ack)
    {
        if (log.WriterOf(ack.Id) == reader || log.MayHaveGone(ack))
        {
            return false;
        }

        var place = log.Find(ack.Id);
        var seq = place?.Seq ?? ack.Seq;
        return (place is null || place.Epoch == _epoch) && seq > _start && !_told.Exists(told => told.From <= seq && seq <= told.To);
    }

    /// <summary>Only what the reader published itself is passed over without a word.</summary>
    private void CheckHoles()
    {
        foreach (var seq in _passedOver)
        {
            var writer = log.WriterAt(_epoch, seq) ?? (log.AcknowledgedAt(seq) is { } ack ? log.WriterOf(ack.Id) : null);
            if (writer != reader)
            {
                findings.AddHole(Text($"was not handed {seq} of {writer ?? "nobody known"}, and not told"));
            }
        }
    }

    private string Text(FormattableString text) => $"{name}: {reader} " + text.ToString(CultureInfo.InvariantCulture);
}
