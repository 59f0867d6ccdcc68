using Orleans.Lite.Activations;
using Orleans.Lite.Invocation;
using Orleans.Runtime;

namespace Orleans.Lite.Messaging;

/// <summary>A call on its way to a grain or an observer, and its turn there.</summary>
internal sealed class RequestMessage(long id, SiloAddress sender, GrainId target, bool anySilo, Request body, Dictionary<string, object>? context)
    : Turn(body.Method.Options), IMessage
{
    private CancellationTokenSource? _cancellation;

    public RequestMessage(long id, SiloAddress sender, GrainReference target, Request body, Dictionary<string, object>? context)
        : this(id, sender, target.GrainId, target.Binding.AnySilo, body, context)
    {
    }

    public long Id { get; } = id;

    /// <summary>The node that waits for the answer.</summary>
    public SiloAddress Sender { get; } = sender;

    public GrainId Target { get; } = target;

    /// <summary>Whether any silo may answer.</summary>
    public bool AnySilo { get; } = anySilo;

    public Request Body { get; } = body;

    /// <summary>The caller's <see cref="RequestContext"/>.</summary>
    public Dictionary<string, object>? Context { get; } = context;

    /// <summary>The membership view the caller chose the silo by.</summary>
    public long ViewVersion { get; set; }

    /// <summary>When nobody waits for the answer any more, by the clock of the node that runs it.</summary>
    public long ExpiresAt { get; set; } = long.MaxValue;

    /// <summary>How often it was refused or forwarded so far.</summary>
    public int Attempts { get; set; }

    public override Guid Chain => Context is not null && Context.TryGetValue(RequestContext.ReentrancyKey, out var id) ? (Guid)id : Guid.Empty;

    /// <summary>Gives the callee a token of its own.</summary>
    public void PrepareCancellation()
    {
        _cancellation = new();
        Body.Cancellation = _cancellation.Token;
    }

    /// <summary>Cancels the callee's token.</summary>
    public void Cancel() => _cancellation?.Cancel();

    public override Task Run(Activation activation)
    {
        if (_cancellation?.IsCancellationRequested == true)
        {
            return Task.FromCanceled(_cancellation.Token);
        }

        if (ExpiresAt != long.MaxValue && ExpiresAt <= activation.Table.Clock.GetTimestamp())
        {
            // Its caller has timed out: running it would only delay those who still wait.
            return Task.FromException(new TimeoutException($"The request waited too long: {this}."));
        }

        if (Context is not null)
        {
            RequestContext.Current = Context;
        }

        activation.Node.Cancellations.RunsOn(this, activation);
        return Body.Invoke(activation.GrainInstance!);
    }

    public override void Complete(Activation activation, Task task) => activation.Node.Answer(this, task);

    public override void Fail(Activation activation, Exception error) => activation.Node.Answer(this, Task.FromException(error));

    public override void Redirect(Activation activation)
    {
        if (++Attempts < Node.MaxAttempts)
        {
            activation.Table.Dispatch(this);
        }
        else
        {
            // A grain that deactivates itself while it activates would go round for ever.
            Fail(activation, new OrleansMessageRejectionException($"Every activation ended before it took the request: {this}."));
        }
    }

    public override string ToString() => $"Request #{Id} {Sender} -> {Target} {Body.Method}";
}
