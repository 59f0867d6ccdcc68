namespace Orleans.Realtime.Client.Connections;

/// <summary>
/// Notices a connection that is silently dead: after some silence it asks for a sign of life, and gives up when none comes. Frames do not move its alarm, which
/// would cost more than they do: it looks, when it rings, whether it is still due.
/// </summary>
internal sealed class Silence
{
    private readonly ClientContext _context;
    private readonly Action _ask;
    private readonly Action _giveUp;
    private readonly Alarm _alarm;
    private TimeSpan _idle = TimeSpan.MaxValue;
    private TimeSpan _heard;
    private TimeSpan? _answerBy;
    private TimeSpan? _lostAt;
    private bool _isEstablished;
    private bool _isEnded;

    public Silence(ClientContext context, Action ask, Action giveUp)
    {
        (_context, _ask, _giveUp) = (context, ask, giveUp);
        _alarm = new Alarm(context, Check);
    }

    private TimeSpan Timeout => _context.Options.Heartbeat.Timeout;

    /// <summary>The server must say that it is there within the time for an attempt.</summary>
    public void BeginConnecting()
    {
        _lostAt = _context.Now + _context.Options.ConnectTimeout;
        Watch();
    }

    public void Established(TimeSpan idle)
    {
        (_isEstablished, _idle) = (true, idle);
        Heard();
        Watch();
    }

    public void Heard()
    {
        if (_isEstablished)
        {
            (_heard, _answerBy, _lostAt) = (_context.Now, null, null);
        }
    }

    /// <summary>Asks now; a question that is under way is left alone.</summary>
    public void Probe()
    {
        if (!_isEnded && _lostAt is null)
        {
            _lostAt = _context.Now + Timeout;
            _ask();
            Watch();
        }
    }

    public void ExpectAnswer()
    {
        if (!_isEnded && _answerBy is null)
        {
            _answerBy = _context.Now + Timeout;
            Watch();
        }
    }

    public void End()
    {
        _isEnded = true;
        _alarm.Clear();
    }

    private TimeSpan AskAt()
    {
        var idleAt = _idle == TimeSpan.MaxValue ? TimeSpan.MaxValue : _heard + _idle;
        return _answerBy < idleAt ? _answerBy.Value : idleAt;
    }

    private void Watch()
    {
        var due = _lostAt ?? AskAt();
        if (due < (_alarm.Due ?? TimeSpan.MaxValue))
        {
            _alarm.Set(due - _context.Now);
        }
    }

    private void Check()
    {
        if (_lostAt <= _context.Now)
        {
            _giveUp();
        }
        else if (_lostAt is null && AskAt() <= _context.Now)
        {
            Probe();
        }
        else
        {
            Watch();
        }
    }
}
