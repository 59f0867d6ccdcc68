using Orleans.Realtime.Client.Connections;

namespace Orleans.Realtime.Client.Sending;

/// <summary>Decides which request goes out next: one lane after the other, oldest first in each, and no more under way than may be.</summary>
internal sealed class SendLine
{
    private readonly ClientContext _context;
    private readonly RealtimeQueueOptions _options;
    private readonly Queue<Lane> _ready = [];
    private readonly HashSet<Lane> _delayed = [];
    private readonly Alarm _retry;
    private Action<byte[]>? _send;
    private int _underWay;
    private bool _isPumping;

    public SendLine(ClientContext context)
    {
        (_context, _options) = (context, context.Options.Queue);
        _retry = new Alarm(context, RetryDelayed);
    }

    public void Attach(Action<byte[]> send) => _send = send;

    public void Detach()
    {
        _send = null;
        _underWay = 0;
        _retry.Clear();
        _delayed.Clear();
        foreach (var lane in _ready)
        {
            lane.IsQueued = false;
        }

        _ready.Clear();
    }

    /// <summary>The lane has something to send.</summary>
    public void Enqueue(Lane lane)
    {
        if (!lane.IsQueued && lane.Requests.Count > 0)
        {
            lane.IsQueued = true;
            _ready.Enqueue(lane);
        }
    }

    /// <summary>The request is not under way any more.</summary>
    public void Settle(Request request)
    {
        if (request.IsUnderWay)
        {
            request.IsUnderWay = false;
            _underWay--;
        }
    }

    /// <summary>Sends what may go out now.</summary>
    public void Pump()
    {
        // An answer's callback may make a request: the one that runs takes it along.
        if (_isPumping)
        {
            return;
        }

        _isPumping = true;
        while (_send is not null && _underWay < _options.MaxInFlight && _ready.TryDequeue(out var lane))
        {
            lane.IsQueued = false;
            if (lane.Next(_options.MaxInFlightPerTarget, _context.Now, out var notBefore) is { } request)
            {
                request.IsUnderWay = true;
                request.FirstSentAt ??= _context.Now;
                _underWay++;
                Enqueue(lane);
                _send(request.Frame);
            }
            else if (notBefore is { } time)
            {
                lane.RetryAt = time;
                _delayed.Add(lane);
            }
        }

        _isPumping = false;
        if (_delayed.Count > 0)
        {
            _retry.Set(_delayed.Min(lane => lane.RetryAt) - _context.Now);
        }
    }

    private void RetryDelayed()
    {
        foreach (var lane in _delayed)
        {
            Enqueue(lane);
        }

        _delayed.Clear();
        Pump();
    }
}
