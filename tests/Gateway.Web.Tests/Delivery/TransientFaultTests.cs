using Orleans.Realtime.Gateway.Web.Delivery;
using Orleans.Realtime.Grains.Interfaces;
using Orleans.Runtime;
using Orleans.Serialization;

namespace Orleans.Realtime.Gateway.Web.Tests.Delivery;

public sealed class TransientFaultTests
{
    public static TheoryData<Exception, bool, RealtimeErrorCode> Faults => new()
    {
        { new TimeoutException(), true, RealtimeErrorCode.Timeout },
        { new OrleansException("A silo is gone."), true, RealtimeErrorCode.Unavailable },
        { new UnavailableExceptionFallbackException("Redis is away.", new InvalidOperationException()), true, RealtimeErrorCode.Unavailable },
        { new RealtimeException(RealtimeErrorCode.Unavailable, "Storage is away."), true, RealtimeErrorCode.Unavailable },
        { new RealtimeException(RealtimeErrorCode.Forbidden, "Not you."), false, RealtimeErrorCode.Forbidden },
        { new InvalidOperationException(), false, RealtimeErrorCode.Internal },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public void Fault_IsRepeatedOrTold(Exception fault, bool passes, RealtimeErrorCode code)
    {
        TransientFault.Matches(fault).ShouldBe(passes);
        TransientFault.CodeOf(fault).ShouldBe(code);
    }
}
