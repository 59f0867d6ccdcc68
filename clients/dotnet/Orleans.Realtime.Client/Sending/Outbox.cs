using System.Security.Cryptography;
using Orleans.Realtime.Client.Connections;
using Orleans.Realtime.Client.Protocol;

namespace Orleans.Realtime.Client.Sending;

/// <summary>
/// Requests from their making to their answer. They wait while there is no connection, are sent in order, and are sent again under the same id when the
/// connection was lost before the answer, or when the server could not take them at that moment. All of it runs under the client's gate.
/// </summary>
internal sealed class Outbox
{
    private readonly ClientContext _context;
    private readonly RealtimeQueueOptions _options;
    private readonly Dictionary<string, Request> _requests = [];
    private readonly Dictionary<string, Lane> _lanes = [];
    private readonly SendLine _line;
    private readonly string _name = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(10));
    private readonly List<TaskCompletionSource> _drained = [];
    private RealtimeClientException? _closed;
    private long _count;

    public Outbox(ClientContext context)
    {
        (_context, _options) = (context, context.Options.Queue);
        _line = new SendLine(context);
    }

    /// <summary>Requests without an answer.</summary>
    public int Count => _requests.Count;

    /// <summary>An id that nobody else has: 80 random bits name this client.</summary>
    public string NewId() => $"{_name}-{++_count}";

    /// <summary>Takes a request. One that is refused at once throws and calls nothing.</summary>
    /// <exception cref="RealtimeClientException"><c>queue_full</c>, <c>too_large</c>, <c>bad_request</c>, <c>closed</c>, <c>overflow</c>.</exception>
    public void Add(Request request)
    {
        if (_closed is { } closed)
        {
            throw new RealtimeClientException(closed.Code, closed.Message) { CloseCode = closed.CloseCode };
        }

        request.Id = request.Options?.Id ?? NewId();
        if (request.Id.Length is 0 or > 64 || _requests.ContainsKey(request.Id))
        {
            throw new RealtimeClientException(RealtimeErrorCodes.BadRequest, $"The id '{request.Id}' is in use, empty or longer than 64 characters.");
        }

        // What the client needs for itself is little, and must not fail because the application has sent much.
        if (_requests.Count >= _options.MaxItems && request.OnLoss != LossPolicy.Drop)
        {
            throw new RealtimeClientException(RealtimeErrorCodes.QueueFull, $"{_options.MaxItems} requests wait for an answer.");
        }

        request.Frame = FrameWriter.Write(request.Type, request.Id, request, static (writer, request) => request.Fields(writer));
        if (request.Frame.Length > _options.MaxMessageBytes)
        {
            throw new RealtimeClientException(RealtimeErrorCodes.TooLarge, $"The message is larger than {_options.MaxMessageBytes} bytes.");
        }

        request.Number = ++_count;
        request.Owner = LaneOf(request.Lane);
        request.Owner.Requests.AddLast(request);
        _requests.Add(request.Id, request);
        request.Deadline = new Alarm(_context, () => Expire(request));
        request.Deadline.Set(request.Options?.Timeout ?? _options.Timeout);
        _line.Enqueue(request.Owner);
        _line.Pump();
    }

    /// <summary>Gives up waiting: what is under way may be stored all the same.</summary>
    public void Cancel(Request request, CancellationToken cancellationToken)
    {
        if (Remove(request))
        {
            Fail(request, new OperationCanceledException(cancellationToken));
            _line.Pump();
        }
    }

    /// <summary>There is a connection: everything that has no answer goes out, oldest first.</summary>
    public void Attach(Action<byte[]> send)
    {
        foreach (var request in _requests.Values.Where(IsTooOld).ToList())
        {
            Expire(request);
        }

        _line.Attach(send);
        _line.Pump();
    }

    /// <summary>The connection was lost: what was under way waits for the next.</summary>
    public void Detach()
    {
        _line.Detach();
        foreach (var request in _requests.Values)
        {
            (request.IsUnderWay, request.NotBefore) = (false, TimeSpan.Zero);
        }

        foreach (var request in _requests.Values.Where(request => request.OnLoss == LossPolicy.Drop || (request.OnLoss == LossPolicy.Fail && request.WasSent)).ToList())
        {
            End(request, new RealtimeClientException(RealtimeErrorCodes.ConnectionLost, "The connection was lost before the answer.") { MaybeStored = request.WasSent });
        }

        foreach (var lane in _requests.Values.OrderBy(request => request.Number).Select(request => request.Owner).Distinct().ToList())
        {
            _line.Enqueue(lane);
        }
    }

    /// <summary>Fails everything, and what comes until <see cref="Open"/>.</summary>
    public void Close(string code, string message, int? closeCode = null)
    {
        Detach();
        _closed = new RealtimeClientException(code, message) { CloseCode = closeCode };
        foreach (var request in _requests.Values.OrderBy(request => request.Number).ToList())
        {
            End(request, new RealtimeClientException(code, message) { CloseCode = closeCode, MaybeStored = request.WasSent });
        }
    }

    /// <summary>There will be connections.</summary>
    public void Open() => _closed = null;

    /// <summary>The server closed because of a message's size: of those without an answer the largest one is given up.</summary>
    public void DropLargest()
    {
        if (_requests.Values.Where(request => request.WasSent).MaxBy(request => request.Frame.Length) is { } largest)
        {
            End(largest, new RealtimeClientException(RealtimeErrorCodes.TooLarge, "The server takes no message of this size."));
        }
    }

    /// <summary>Takes a <c>reply</c> or <c>error</c> frame. False where it belongs to no request.</summary>
    public bool Answer(ServerFrame frame)
    {
        if (frame.Id is null || !_requests.TryGetValue(frame.Id, out var request))
        {
            return false;
        }

        if (frame.Type == FrameType.Error)
        {
            Refuse(request, ServerErrors.Read(frame.Root));
        }
        else if (Remove(request))
        {
            request.OnReply?.Invoke(frame);
            CallEnd(request);
        }

        _line.Pump();
        return true;
    }

    /// <summary>Calls back when all of a lane that was sent by now has its answer. False where nothing waits for one.</summary>
    public bool WhenAnswered(string lane, Action done)
    {
        if (!_lanes.TryGetValue(lane, out var owner))
        {
            return false;
        }

        var sent = owner.Requests.Where(request => request.WasSent).ToList();
        var left = sent.Count;
        foreach (var request in sent)
        {
            (request.OnEnd ??= []).Add(() =>
            {
                if (--left == 0)
                {
                    done();
                }
            });
        }

        return sent.Count > 0;
    }

    /// <summary>Done when nothing waits for an answer.</summary>
    public Task DrainedAsync()
    {
        if (_requests.Count == 0)
        {
            return Task.CompletedTask;
        }

        var drained = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _drained.Add(drained);
        return drained.Task;
    }

    private Lane LaneOf(string? name)
    {
        if (name is null)
        {
            return new Lane();
        }

        if (!_lanes.TryGetValue(name, out var lane))
        {
            _lanes.Add(name, lane = new Lane());
        }

        return lane;
    }

    private void Refuse(Request request, RealtimeClientException error)
    {
        if (error.Code is not (RealtimeErrorCodes.Unavailable or RealtimeErrorCodes.Timeout or RealtimeErrorCodes.RateLimited) || IsTooOld(request))
        {
            End(request, error);
            return;
        }

        var pause = request.Backoff.Next();
        request.Refusal = error;
        request.NotBefore = _context.Now + (error.RetryAfter > pause ? error.RetryAfter.Value : pause);
        _line.Settle(request);
        _line.Enqueue(request.Owner);
    }

    private bool IsTooOld(Request request) => _context.Now - request.FirstSentAt > _options.RepeatWithin;

    private void Expire(Request request)
    {
        var error = request is { WasSent: true, IsUnderWay: false, Refusal: { } refusal }
            ? refusal
            : new RealtimeClientException(RealtimeErrorCodes.Timeout, request.WasSent ? "No answer in time." : "No connection in time.", request.Refusal) { MaybeStored = request.WasSent };
        End(request, error);
        _line.Pump();
    }

    private void End(Request request, Exception error)
    {
        if (Remove(request))
        {
            Fail(request, error);
        }
    }

    private static void Fail(Request request, Exception error)
    {
        request.OnFailure?.Invoke(error);
        CallEnd(request);
    }

    private static void CallEnd(Request request)
    {
        foreach (var end in request.OnEnd ?? [])
        {
            end();
        }
    }

    private bool Remove(Request request)
    {
        // Its id may be another one's by now.
        if (!_requests.TryGetValue(request.Id, out var current) || current != request)
        {
            return false;
        }

        _requests.Remove(request.Id);
        request.Deadline?.Clear();
        _line.Settle(request);
        request.Owner.Requests.Remove(request);
        if (request.Owner.Requests.Count > 0)
        {
            _line.Enqueue(request.Owner);
        }
        else if (request.Lane is not null)
        {
            _lanes.Remove(request.Lane);
        }

        if (_requests.Count == 0)
        {
            _drained.ForEach(drained => drained.TrySetResult());
            _drained.Clear();
        }

        return true;
    }
}
