using Microsoft.Extensions.Options;
using Orleans.Realtime.Gateway.Web.RateLimits;
using Orleans.Realtime.Tests.Shared;

namespace Orleans.Realtime.Gateway.Web.Tests.RateLimits;

public sealed class GatewayRateLimitsTests
{
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public void Connection_OverItsBurst_IsRefusedAndToldWhenToComeBack()
    {
        using ConnectionRateLimiter connection = Limits().Open("u1");

        Send(connection, 1000).ShouldBe((1000, 0, 0));
        connection.TryTake(out TimeSpan retryAfter).ShouldBe(RateLimitDecision.Refused);
        retryAfter.ShouldBe(TimeSpan.FromMilliseconds(2));
        _time.Advance(retryAfter);
        connection.TryTake(out _).ShouldBe(RateLimitDecision.Allowed);
    }

    [Fact]
    public void Flood_OfTwentyThousandInASecond_IsLimitedButNotClosed()
    {
        using ConnectionRateLimiter connection = Limits().Open("u1");
        int allowed = 0;
        for (int i = 0; i < 20_000; i++)
        {
            RateLimitDecision decision = connection.TryTake(out _);
            decision.ShouldNotBe(RateLimitDecision.Close);
            allowed += decision == RateLimitDecision.Allowed ? 1 : 0;
            _time.Advance(TimeSpan.FromMicroseconds(50));
        }

        allowed.ShouldBeInRange(1499, 1501);
    }

    [Fact]
    public void User_IsLimitedOverAllConnections()
    {
        GatewayRateLimits limits = Limits();
        ConnectionRateLimiter[] connections = [.. Enumerable.Range(0, 3).Select(_ => limits.Open("u1"))];
        using ConnectionRateLimiter other = limits.Open("u2");

        connections.Sum(connection => Send(connection, 1000).Allowed).ShouldBe(2000);
        Send(other, 1000).Allowed.ShouldBe(1000);
        Array.ForEach(connections, connection => connection.Dispose());
    }

    [Fact]
    public void Excess_WithoutAPauseForFiveSeconds_Closes()
    {
        using ConnectionRateLimiter connection = Limits().Open("u1");
        Send(connection, 1001).Refused.ShouldBe(1);
        for (int i = 0; i < 9; i++)
        {
            _time.Advance(TimeSpan.FromMilliseconds(500));
            Send(connection, 251).ShouldBe((250, 1, 0));
        }

        _time.Advance(TimeSpan.FromMilliseconds(500));
        Send(connection, 251).ShouldBe((250, 0, 1));
    }

    [Fact]
    public void Excess_WithPauses_IsForgiven()
    {
        using ConnectionRateLimiter connection = Limits().Open("u1");
        Send(connection, 1000);
        for (int i = 0; i < 60; i++)
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            Send(connection, 600).ShouldBe((500, 100, 0));
        }
    }

    [Fact]
    public void Excess_OfFiftyThousandRefusals_Closes()
    {
        using ConnectionRateLimiter connection = Limits().Open("u1");

        Send(connection, 1000 + 49_999).ShouldBe((1000, 49_999, 0));
        connection.TryTake(out _).ShouldBe(RateLimitDecision.Close);
    }

    [Fact]
    public void Disabled_LetsEverythingPass()
    {
        GatewayRateLimits limits = Limits(options =>
        {
            options.Enabled = false;
            options.RoomPerSecond = 1;
        });
        using ConnectionRateLimiter connection = limits.Open("u1");

        Send(connection, 100_000).Allowed.ShouldBe(100_000);
        connection.TryTakeRoom("r", out _).ShouldBeTrue();
        limits.Users.Count.ShouldBe(0);
    }

    [Fact]
    public void UserBuckets_LiveAsLongAsTheirConnections()
    {
        GatewayRateLimits limits = Limits();
        ConnectionRateLimiter first = limits.Open("u1");
        ConnectionRateLimiter second = limits.Open("u1");
        using ConnectionRateLimiter other = limits.Open("u2");
        limits.Users.Count.ShouldBe(2);

        first.Dispose();
        first.Dispose();
        limits.Users.Count.ShouldBe(2);
        second.Dispose();
        limits.Users.Count.ShouldBe(1);
    }

    [Fact]
    public void UserBuckets_OpenedAndClosedByManyThreads_LeaveNothingBehind()
    {
        GatewayRateLimits limits = Limits();

        Parallel.For(0, 10_000, i =>
        {
            using ConnectionRateLimiter connection = limits.Open($"u{i % 3}");
            connection.TryTake(out TimeSpan _).ShouldNotBe(RateLimitDecision.Close);
        });

        limits.Users.Count.ShouldBe(0);
    }

    [Fact]
    public void Room_HasNoLimitUnlessConfigured()
    {
        using ConnectionRateLimiter connection = Limits().Open("u1");

        Enumerable.Range(0, 10_000).Count(_ => connection.TryTakeRoom("r", out TimeSpan _)).ShouldBe(10_000);
    }

    [Fact]
    public void Room_WithALimit_IsLimitedOverAllConnections()
    {
        GatewayRateLimits limits = Limits(options => (options.RoomPerSecond, options.RoomBurst) = (10, 20));
        using ConnectionRateLimiter one = limits.Open("u1");
        using ConnectionRateLimiter two = limits.Open("u2");

        Enumerable.Range(0, 30).Count(i => (i % 2 == 0 ? one : two).TryTakeRoom("r", out TimeSpan _)).ShouldBe(20);
        one.TryTakeRoom("r", out TimeSpan retryAfter).ShouldBeFalse();
        retryAfter.ShouldBe(TimeSpan.FromMilliseconds(100));
        one.TryTakeRoom("other", out _).ShouldBeTrue();
    }

    [Fact]
    public void Rooms_ThatWentQuiet_AreForgotten()
    {
        var rooms = new RoomRateLimiter(new RateLimit(10, 10, _time), _time);
        for (int i = 0; i < RoomRateLimiter.MaxRooms; i++)
        {
            rooms.TryTake($"r{i}", out _).ShouldBeTrue();
        }

        rooms.TryTake("one more", out _).ShouldBeTrue();
        rooms.Count.ShouldBe(RoomRateLimiter.MaxRooms);

        _time.Advance(TimeSpan.FromSeconds(1));
        rooms.TryTake("one more", out _).ShouldBeTrue();
        rooms.Count.ShouldBe(1);
    }

    [Fact]
    public void Options_NameEveryFault()
    {
        string fault = new RateLimitOptionsValidator()
            .Validate(null, new RateLimitOptions { ConnectionPerSecond = 0, UserBurst = -1, RoomPerSecond = -1, ExcessTimeout = TimeSpan.Zero })
            .FailureMessage.ShouldNotBeNull();

        fault.ShouldContain("RateLimits:ConnectionPerSecond is 0");
        fault.ShouldContain("RateLimits:UserBurst is -1");
        fault.ShouldContain("RateLimits:RoomPerSecond is -1");
        fault.ShouldContain("RateLimits:ExcessTimeout is 00:00:00");
        new RateLimitOptionsValidator().Validate(null, new RateLimitOptions()).Succeeded.ShouldBeTrue();
    }

    private static (int Allowed, int Refused, int Closed) Send(ConnectionRateLimiter connection, int frames)
    {
        int[] decisions = new int[3];
        for (int i = 0; i < frames; i++)
        {
            decisions[(int)connection.TryTake(out _)]++;
        }

        return (decisions[0], decisions[1], decisions[2]);
    }

    private GatewayRateLimits Limits(Action<RateLimitOptions>? set = null)
    {
        var options = new RateLimitOptions();
        set?.Invoke(options);
        return new GatewayRateLimits(Options.Create(options), _time);
    }
}
