using StackExchange.Redis;

namespace Orleans.Lite.Redis;

/// <summary>
/// Keeps the lease of a silo that is only busy. Looks at the membership come by way of the thread pool, and a pool with seconds of work before it is late
/// with them; so a thread of its own gives a sign of life when a look is. Not for ever: who does not come to a look at all any more is not busy.
/// </summary>
internal sealed partial class RedisMembership
{
    /// <summary>For so many leases without a look.</summary>
    private const int MostLeases = 5;

    private Thread? _keeper;
    private long _looked;

    private void Looked() => Volatile.Write(ref _looked, clock.GetTimestamp());

    private void KeepLease()
    {
        if (_keeper is null)
        {
            _keeper = new Thread(KeepAgainAndAgain) { IsBackground = true, Name = "Orleans lease" };
            _keeper.Start();
        }
    }

    private void KeepAgainAndAgain()
    {
        using var ended = new ManualResetEventSlim();
        using var registration = _stopped.Token.UnsafeRegister(static ended => ((ManualResetEventSlim)ended!).Set(), ended);
        while (!ended.Wait(timing.Period))
        {
            var late = clock.GetElapsedTime(Volatile.Read(ref _looked));
            if (_own is { } own && late > timing.Period * 2 && late < timing.Lease * MostLeases)
            {
                GiveSign(own.Address.ToParsableString());
            }
        }
    }

    /// <summary>Does not wait for an answer, which would come by way of the pool.</summary>
    private void GiveSign(string address)
    {
        try
        {
            Database.ScriptEvaluate(MembershipScripts.Live, [_key], [address, Number(timing.Lease)], CommandFlags.FireAndForget);
        }
        catch (Exception error) when (error is RedisException or TimeoutException or ObjectDisposedException)
        {
            // Whoever looks finds out too, and says so.
        }
    }
}
