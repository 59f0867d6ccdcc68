using Microsoft.Extensions.Logging;
using Orleans.Lite.Activations;
using Orleans.Lite.Invocation;
using Orleans.Lite.Membership;
using Orleans.Lite.Observers;
using Orleans.Lite.References;
using Orleans.Runtime;

namespace Orleans.Lite.Messaging;

/// <summary>One end of the wire: a silo's or a client's. Sends calls, awaits answers, hands requests to grains and observers.</summary>
internal sealed partial class Node : IMessageReceiver, IDisposable
{
    /// <summary>How often a request is refused, forwarded or redirected before its caller hears of it.</summary>
    public const int MaxAttempts = 10;

    private readonly IMessageTransport _transport;
    private readonly IMembership _membership;
    private readonly NodeOptions _options;
    private readonly TimeProvider _clock;
    private readonly PendingCalls _pending = new();
    private readonly Lock _viewLock = new();
    private readonly long _timeoutTicks;
    private ITimer? _sweep;
    private long _lastId;
    private volatile bool _closed;
    private volatile bool _killed;
    private MembershipView _view;

    public Node(SiloAddress address, IMessageTransport transport, IMembership membership, NodeOptions options, TimeProvider clock, ILogger logger)
    {
        Address = address;
        _transport = transport;
        _membership = membership;
        _options = options;
        _clock = clock;
        _timeoutTicks = Ticks(options.ResponseTimeout);
        _view = membership.Current;
        Logger = logger;
        Observers = new(this);
    }

    /// <summary>Raised with each newer view, in order.</summary>
    public event Action<MembershipView>? ViewChanged;

    public SiloAddress Address { get; private set; }

    public ILogger Logger { get; }

    public ObserverTable Observers { get; }

    public RunningCancellations Cancellations { get; } = new();

    public MembershipView View => Volatile.Read(ref _view);

    /// <summary>Takes requests to grains; null at a client.</summary>
    public IRequestHandler? Grains { get; set; }

    /// <summary>Makes the references that arrive here; set by whoever made the node.</summary>
    public ReferenceFactory References { get; set; } = null!;

    public int PendingCount => _pending.Count;

    public void Open()
    {
        _transport.Open(Address, this);
        _membership.Changed += Adopt;
        Adopt(_membership.Current);
        var second = TimeSpan.FromSeconds(1);
        var period = _options.ResponseTimeout > TimeSpan.Zero && _options.ResponseTimeout < second ? _options.ResponseTimeout : second;
        _sweep = _clock.CreateTimer(static state => ((Node)state!).Sweep(), this, period, period);
    }

    /// <summary>Waits, but not long, until answers are on their way.</summary>
    public async Task DrainAsync(CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(1), TimeProvider.System);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, patience.Token);
        try
        {
            await _transport.DrainAsync(either.Token);
        }
        catch (OperationCanceledException)
        {
            // The other side does not read: it has had its time.
        }
    }

    /// <summary>Ends all traffic; what is still awaited fails.</summary>
    public void Close()
    {
        if (_closed)
        {
            return;
        }

        _closed = true;
        _membership.Changed -= Adopt;
        _sweep?.Dispose();
        _transport.Close(Address);
        _pending.FailWhere(_ => true, call => new SiloUnavailableException($"The local Orleans host is shutting down and can no longer process the request: {call.Message}."));
    }

    /// <summary>Ends all traffic as the death of the process would: answers under way are lost too.</summary>
    public void Kill()
    {
        _killed = true;
        _transport.Abort(Address);
        Close();
    }

    /// <summary>Goes on as another run of the silo; what is still awaited fails.</summary>
    public void Rename(SiloAddress address)
    {
        Address = address;
        _pending.FailWhere(_ => true, call => new SiloUnavailableException($"The silo was taken for dead and starts anew: {call.Message}."));
    }

    public void Dispose() => Close();

    /// <summary>Calls and awaits the answer.</summary>
    public Task<T> SendAsync<T>(GrainReference target, Request body)
    {
        var cancellation = body.Cancellation;
        if (cancellation.IsCancellationRequested)
        {
            return Task.FromException<T>(new OperationCanceledException(cancellation));
        }

        var message = new RequestMessage(Interlocked.Increment(ref _lastId), Address, target, body, RequestContext.Current);
        var call = new PendingCall<T>(this, message, After(TimeoutOf(body.Method)));
        _pending.Add(call);
        if (cancellation.CanBeCanceled)
        {
            call.Follow(cancellation);
        }

        var lent = CallerThread.TryLend();
        try
        {
            Route(message, call, target.Home);
        }
        finally
        {
            if (lent)
            {
                CallerThread.Run();
            }
        }

        return call.Task;
    }

    /// <summary>Calls and forgets.</summary>
    public void SendOneWay(GrainReference target, Request body) =>
        Route(new RequestMessage(0, Address, target, body, RequestContext.Current), call: null, target.Home);

    /// <summary>Answers a request that has run; a caller that does not wait is not told.</summary>
    public void Answer(RequestMessage request, Task completed)
    {
        if (request.Id == 0)
        {
            if (completed.Exception?.InnerException is { } error)
            {
                LogOneWayFailed(Logger, error, request.Body.Method.ToString());
            }

            return;
        }

        ResponseMessage response;
        try
        {
            response = completed.IsCompletedSuccessfully ? request.Body.Succeed(request.Id, completed) : new ErrorMessage(request.Id, ErrorOf(completed));
        }
        catch (Exception notCopied)
        {
            response = new ErrorMessage(request.Id, notCopied);
        }

        Reply(request, response);
    }

    public void Reply(RequestMessage request, ResponseMessage response)
    {
        Cancellations.Remove(request);
        if (!_killed && request.Id != 0)
        {
            TryReply(request.Sender, response);
        }
    }

    /// <summary>Binds a reference that came from elsewhere to this node.</summary>
    public T Rebind<T>(T value) =>
        value is GrainReference reference && reference.Binding.Node != this
            ? (T)(object)ProxyTypes.Create(reference.Binding with { Node = this }, reference.GrainId.Key)
            : value;

    /// <summary>The caller of <paramref name="call"/> gave up.</summary>
    public void Abandon(IPendingCall call)
    {
        _pending.TryTake(call.Message.Id, out _);
        if (call.SentTo is { } silo)
        {
            _transport.TrySend(silo, new CancelMessage(call.Message.Id, Address));
        }
    }

    private void TryReply(SiloAddress caller, ResponseMessage response)
    {
        try
        {
            _transport.TrySend(caller, response);
        }
        catch (Exception error) when (response is not ErrorMessage)
        {
            // What cannot be sent is the caller's to know.
            TryReply(caller, new ErrorMessage(response.Id, error));
        }
        catch (Exception error)
        {
            LogAnswerNotSent(Logger, error, caller);
        }
    }

    private static Exception ErrorOf(Task task) =>
        task.Exception is { InnerExceptions: [var error, ..] } ? error : new TaskCanceledException(task);

    private long TimeoutOf(MethodDescriptor method) => method.ResponseTimeout is { } own ? Ticks(own) : _timeoutTicks;

    private long After(long ticks) => ticks == long.MaxValue ? ticks : _clock.GetTimestamp() + ticks;

    /// <summary>As timestamps count; infinite if negative or more than a year.</summary>
    private long Ticks(TimeSpan span) =>
        span < TimeSpan.Zero || span.TotalDays > 365 ? long.MaxValue : (long)(span.TotalSeconds * _clock.TimestampFrequency);
}
