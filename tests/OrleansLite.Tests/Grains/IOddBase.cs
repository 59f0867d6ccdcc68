using Orleans.Runtime;

namespace Orleans.Realtime.OrleansLite.Tests.Grains;

internal interface IOddBase : IAddressable
{
    Task<int> BaseAsync();
}
