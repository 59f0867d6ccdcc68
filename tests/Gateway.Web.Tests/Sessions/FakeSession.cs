using System.Collections.Concurrent;
using Orleans.Realtime.Grains.Interfaces;
using Orleans.Realtime.Grains.Interfaces.Connections;
using Orleans.Realtime.Grains.Interfaces.Messaging;

namespace Orleans.Realtime.Gateway.Web.Tests.Sessions;

/// <summary>A session's grain in memory.</summary>
internal sealed class FakeSession(string key) : IConnectionGrain
{
    private readonly ConcurrentDictionary<LogId, LogPosition> _positions = [];
    private OpenSession? _holder;
    private long _hold;

    public string? UserId { get; private set; }

    public int Updates { get; private set; }

    /// <summary>Updates wait for it.</summary>
    public Task Gate { get; set; } = Task.CompletedTask;

    /// <summary>Answers to a socket that opened wait for it; the socket holds the session already.</summary>
    public Task OpenGate { get; set; } = Task.CompletedTask;

    public bool Detached => UserId is not null && _holder is null;

    public LogPosition? PositionOf(LogId log) => _positions.TryGetValue(log, out var position) ? position : null;

    /// <summary>The silo is lost, and the session with it.</summary>
    public void Forget()
    {
        _positions.Clear();
        _holder = null;
        UserId = null;
    }

    public async Task<SessionState> OpenAsync(OpenSession request)
    {
        if (UserId is null && request.Resume)
        {
            return new SessionState(false, [], null, 0);
        }

        if ((UserId ??= request.UserId) != request.UserId)
        {
            throw new RealtimeException(RealtimeErrorCode.Forbidden, "The session belongs to another user.");
        }

        if (_holder is { } older && older.SocketId != request.SocketId)
        {
            _ = older.ControlLane.CloseSessionAsync(new(key, older.SocketId, 4409, "taken over"));
        }

        _holder = request;
        var rooms = _positions.Where(entry => entry.Key.Kind != LogKind.Inbox).Select(entry => new SessionPosition(entry.Key, entry.Value)).ToArray();
        var state = new SessionState(true, rooms, PositionOf(LogId.Inbox(request.UserId)), ++_hold);
        await OpenGate;
        return state;
    }

    public async Task<SessionHold> UpdateAsync(string socketId, SessionUpdate update)
    {
        Updates++;
        await Gate;
        return Apply(socketId, update);
    }

    private SessionHold Apply(string socketId, SessionUpdate update)
    {
        if (_holder is null)
        {
            return SessionHold.Unknown;
        }

        if (_holder.SocketId != socketId)
        {
            return SessionHold.TakenOver;
        }

        foreach (var (log, position) in update.Positions)
        {
            _positions[log] = position;
        }

        foreach (var log in update.Removed)
        {
            _positions.TryRemove(log, out _);
        }

        return SessionHold.Held;
    }

    public Task<SessionHold> DetachAsync(string socketId, SessionUpdate last)
    {
        var hold = Apply(socketId, last);
        if (hold == SessionHold.Held)
        {
            _holder = null;
        }

        return Task.FromResult(hold);
    }

    public Task<SessionDescription?> DescribeAsync() => throw new NotSupportedException();

    public Task<bool> TerminateAsync(int closeCode, string reason) => Task.FromResult(false);
}
