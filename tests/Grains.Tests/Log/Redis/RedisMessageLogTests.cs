using Orleans.Realtime.Grains.Interfaces.Messaging;
using Orleans.Realtime.Grains.Log;
using static Orleans.Realtime.Grains.Tests.Log.LogTestData;

namespace Orleans.Realtime.Grains.Tests.Log.Redis;

/// <summary>The contract of all stores, and what only this one has: keys, their life, and what others may do to them.</summary>
public sealed class RedisMessageLogTests(RedisFixture redis) : MessageLogContract, IClassFixture<RedisFixture>
{
    private readonly List<RedisSilo> _silos = [];

    private protected override IMessageLog CreateStore(TimeProvider clock) => NewSilo(clock).Store;

    private protected override IMessageLog CreatePeer(IMessageLog store) => _silos.Count > 1 ? _silos[1].Store : NewSilo(Clock).Store;

    protected override void Dispose(bool disposing)
    {
        _silos.ForEach(silo => silo.Dispose());
        base.Dispose(disposing);
    }

    private RedisSilo NewSilo(TimeProvider clock)
    {
        var silo = new RedisSilo(redis.Server, clock);
        _silos.Add(silo);
        return silo;
    }

    private async Task<long> NumberAsync(string command) =>
        long.Parse(await redis.Server.CommandAsync(command), System.Globalization.CultureInfo.InvariantCulture);
}
