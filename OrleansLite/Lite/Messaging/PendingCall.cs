using Orleans.Lite.Wire;
using Orleans.Runtime;

namespace Orleans.Lite.Messaging;

/// <summary>A call whose answer is awaited.</summary>
internal sealed class PendingCall<T>(Node node, RequestMessage message, long deadline)
    : TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously), IPendingCall
{
    private readonly Node _node = node;
    private CancellationTokenRegistration _registration;
    private int _sending;

    public RequestMessage Message { get; } = message;

    public SiloAddress? SentTo { get; set; }

    public ref int Sending => ref _sending;

    public long Deadline { get; } = deadline;

    public ResponseMessage ReadResponse(WireReader reader) => reader.Remaining == 0
        ? new ResponseMessage(Message.Id)
        : new ResponseMessage<T>(Message.Id, Codec<T>.Instance.Read(reader, reader.HeaderOf(0)));

    public void Succeed(ResponseMessage response)
    {
        TrySetResult(response is ResponseMessage<T> typed ? _node.Rebind(typed.Value) : default!);
        _registration.Dispose();
    }

    public void Fail(Exception error)
    {
        TrySetException(error);
        _registration.Dispose();
    }

    /// <summary>Gives up when the caller's token is cancelled, and tells the callee.</summary>
    public void Follow(CancellationToken cancellationToken) =>
        _registration = cancellationToken.UnsafeRegister(
            static (state, token) =>
            {
                var call = (PendingCall<T>)state!;
                call.TrySetException(new OperationCanceledException(token));
                call._node.Abandon(call);
            },
            this);
}
