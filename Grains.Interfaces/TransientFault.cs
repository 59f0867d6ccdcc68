using Orleans.Runtime;
using Orleans.Serialization;

namespace Orleans.Realtime.Grains.Interfaces;

/// <summary>Tells faults that pass, after which a call may be repeated, from refusals, after which it may not.</summary>
public static class TransientFault
{
    /// <summary>Whether a repeated call may succeed: the silo went away, nobody answered, the storage is out of reach.</summary>
    public static bool Matches(Exception exception) => exception switch
    {
        RealtimeException refusal => refusal.Code is RealtimeErrorCode.Unavailable or RealtimeErrorCode.Timeout,
        TimeoutException or OrleansException => true,
        // Something of a silo's inside that this process does not know, its storage's for example: a grain could not be activated.
        UnavailableExceptionFallbackException => true,
        _ => false,
    };

    /// <summary>The code that a caller is told when a call failed for good.</summary>
    public static RealtimeErrorCode CodeOf(Exception exception) => exception switch
    {
        RealtimeException refusal => refusal.Code,
        TimeoutException => RealtimeErrorCode.Timeout,
        OrleansException or UnavailableExceptionFallbackException => RealtimeErrorCode.Unavailable,
        _ => RealtimeErrorCode.Internal,
    };

    /// <summary>Words for the caller: a refusal's own, and nothing of the inside otherwise.</summary>
    public static string MessageOf(Exception exception) => exception switch
    {
        RealtimeException refusal => refusal.Message,
        TimeoutException => "No answer in time. Try again with the same id.",
        OrleansException or UnavailableExceptionFallbackException => "The cluster is out of reach. Try again with the same id.",
        _ => "Internal error.",
    };
}
