using Orleans.Realtime.Client.Messages;
using Orleans.Realtime.Client.Protocol;

namespace Orleans.Realtime.Client.Receiving;

/// <summary>Fetches from history what the server did not send, page by page, and then tells what that does not have either. The log's frames wait meanwhile.</summary>
internal sealed class GapRepair
{
    private const int Page = 500;

    private readonly Inflow _inflow;
    private readonly Log _log;
    private readonly Gap _gap;
    private readonly Hold _hold;
    private long _after;
    private bool _isTold;

    public GapRepair(Inflow inflow, Log log, Gap gap)
    {
        (_inflow, _log, _gap, _after) = (inflow, log, gap, gap.FromSeq - 1);
        _hold = new Hold { GiveUp = Finish };
    }

    public void Begin()
    {
        _log.Hold = _hold;
        Ask();
    }

    private void Ask() => _inflow.AskHistory(_log, _after, Page, Take);

    private void Take(ServerFrame? page)
    {
        // The connection was lost, or it took too long: this is over.
        if (_log.Hold != _hold)
        {
            return;
        }

        if (page is null || (page.Epoch is not null && _gap.Epoch is not null && page.Epoch != _gap.Epoch))
        {
            Finish();
            return;
        }

        var isEmpty = true;
        foreach (var message in EventReader.HistoryFrames(page, _log.Kind))
        {
            if (message.Seq is not { } seq || seq > _gap.ToSeq)
            {
                continue;
            }

            // The next connection brings it again: until then the log stays held.
            if (!_inflow.MayDeliver(_log.Kind))
            {
                return;
            }

            // Logs lose their oldest messages first: what lies before the first is what is missing.
            Tell(seq - 1);
            _inflow.Repaired(_log, message, seq);
            (isEmpty, _after) = (false, Math.Max(_after, seq));
        }

        if (isEmpty || !page.Root.IsTrue("has_more") || _after >= _gap.ToSeq)
        {
            Finish();
        }
        else
        {
            Ask();
        }
    }

    private void Tell(long missingTo)
    {
        if (!_isTold && missingTo >= _gap.FromSeq)
        {
            _inflow.Tell(_gap with { ToSeq = missingTo });
        }

        _isTold = true;
    }

    private void Finish()
    {
        if (!_inflow.MayDeliver(_log.Kind))
        {
            return;
        }

        Tell(_gap.ToSeq);
        _log.Take(_gap.ToSeq);
        _inflow.Release(_log);
    }
}
