using Orleans.Lite.Wire;
using Orleans.Runtime;

namespace Orleans.Lite.Messaging;

/// <summary>A call that a silo passes on between two clients: whatever comes of it is the answer to the first one's request.</summary>
internal sealed class RelayedCall(Node node, RequestMessage request, RequestMessage message, long deadline) : IPendingCall
{
    private int _sending;

    public RequestMessage Message { get; } = message;

    public SiloAddress? SentTo { get; set; }

    public ref int Sending => ref _sending;

    public long Deadline { get; } = deadline;

    public ResponseMessage ReadResponse(WireReader reader) => new RelayedResponse(Message.Id, reader.Rest().ToArray());

    public void Succeed(ResponseMessage response) => node.Reply(request, response.WithId(request.Id));

    public void Fail(Exception error) => node.Reply(request, new ErrorMessage(request.Id, error));
}
