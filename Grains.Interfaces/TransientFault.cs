using Orleans.Runtime;

namespace Orleans.Realtime.Grains.Interfaces;

/// <summary>Tells faults that pass, after which a call may be repeated, from refusals, after which it may not.</summary>
public static class TransientFault
{
    /// <summary>Whether a repeated call may succeed: the silo went away, nobody answered, the storage is out of reach.</summary>
    public static bool Matches(Exception exception) => exception switch
    {
        RealtimeException refusal => refusal.Code is RealtimeErrorCode.Unavailable or RealtimeErrorCode.Timeout,
        TimeoutException or OrleansException => true,
        _ => false,
    };

    /// <summary>The code that a caller is told when a call failed for good.</summary>
    public static RealtimeErrorCode CodeOf(Exception exception) => exception switch
    {
        RealtimeException refusal => refusal.Code,
        TimeoutException => RealtimeErrorCode.Timeout,
        OrleansException => RealtimeErrorCode.Unavailable,
        _ => RealtimeErrorCode.Internal,
    };

    /// <summary>Words for the caller: a refusal's own, and nothing of the inside otherwise.</summary>
    public static string MessageOf(Exception exception) => exception switch
    {
        RealtimeException refusal => refusal.Message,
        TimeoutException => "No answer in time. Try again with the same id.",
        OrleansException => "The cluster is out of reach. Try again with the same id.",
        _ => "Internal error.",
    };
}
