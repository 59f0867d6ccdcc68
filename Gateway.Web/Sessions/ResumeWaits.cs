using System.Collections.Concurrent;
using Microsoft.Extensions.Options;

namespace Orleans.Realtime.Gateway.Web.Sessions;

/// <summary>
/// Ends the waits of sessions for their client's positions. All waits are equally long, so that a queue and one timer serve.
/// </summary>
internal sealed class ResumeWaits : IDisposable
{
    private readonly ConcurrentQueue<(Session Session, long Since)> _waiting = new();
    private readonly TimeProvider _time;
    private readonly TimeSpan _wait;
    private readonly ITimer _timer;
    private int _armed;

    public ResumeWaits(TimeProvider time, IOptions<SessionOptions> options)
    {
        _time = time;
        _wait = options.Value.ResumeWait;
        _timer = time.CreateTimer(static state => ((ResumeWaits)state!).OnDue(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Calls <see cref="Session.OnResumeWaitOver"/> when the wait is over.</summary>
    public void Add(Session session)
    {
        _waiting.Enqueue((session, _time.GetTimestamp()));
        Arm();
    }

    /// <inheritdoc />
    public void Dispose() => _timer.Dispose();

    private void Arm()
    {
        if (Interlocked.Exchange(ref _armed, 1) == 0)
        {
            var due = _waiting.TryPeek(out var first) ? _wait - _time.GetElapsedTime(first.Since) : _wait;
            _timer.Change(due > TimeSpan.Zero ? due : TimeSpan.Zero, Timeout.InfiniteTimeSpan);
        }
    }

    private void OnDue()
    {
        while (_waiting.TryPeek(out var first) && _time.GetElapsedTime(first.Since) >= _wait && _waiting.TryDequeue(out first))
        {
            first.Session.OnResumeWaitOver();
        }

        Volatile.Write(ref _armed, 0);
        if (!_waiting.IsEmpty)
        {
            Arm();
        }
    }
}
