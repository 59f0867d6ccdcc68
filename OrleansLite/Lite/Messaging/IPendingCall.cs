using Orleans.Lite.Wire;
using Orleans.Runtime;

namespace Orleans.Lite.Messaging;

/// <summary>A call whose answer is awaited.</summary>
internal interface IPendingCall
{
    RequestMessage Message { get; }

    /// <summary>Where the request went.</summary>
    SiloAddress? SentTo { get; set; }

    /// <summary>Counts the sends under way: until they return, nobody but the sender decides that the silo is lost.</summary>
    ref int Sending { get; }

    /// <summary>When to give up, as a timestamp of the node's clock.</summary>
    long Deadline { get; }

    /// <summary>The answer in a frame.</summary>
    ResponseMessage ReadResponse(WireReader reader);

    void Succeed(ResponseMessage response);

    void Fail(Exception error);
}
