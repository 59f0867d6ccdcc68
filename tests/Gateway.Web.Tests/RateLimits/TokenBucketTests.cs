using FsCheck;
using FsCheck.Fluent;
using Orleans.Realtime.Gateway.Web.RateLimits;
using Orleans.Realtime.Tests.Shared;

namespace Orleans.Realtime.Gateway.Web.Tests.RateLimits;

public sealed class TokenBucketTests
{
    private static readonly int[] Rates = [1, 2, 5, 100, 500, 1000];

    private readonly FakeTimeProvider _time = new();

    [Fact]
    public void Bucket_GivesItsBurstAndThenItsRate()
    {
        var limit = new RateLimit(500, 1000, _time);
        var bucket = default(TokenBucket);

        TakeAll(ref bucket, limit).ShouldBe(1000);
        _time.Advance(TimeSpan.FromSeconds(1));
        TakeAll(ref bucket, limit).ShouldBe(500);
        _time.Advance(TimeSpan.FromHours(1));
        TakeAll(ref bucket, limit).ShouldBe(1000);
    }

    [Fact]
    public void RetryAfter_IsExactlyWhenTheNextTokenComes()
    {
        var limit = new RateLimit(500, 1, _time);
        var bucket = default(TokenBucket);
        bucket.TryTake(limit, _time.GetTimestamp(), out _).ShouldBeTrue();

        bucket.TryTake(limit, _time.GetTimestamp(), out TimeSpan retryAfter).ShouldBeFalse();
        retryAfter.ShouldBe(TimeSpan.FromMilliseconds(2));

        _time.Advance(retryAfter - TimeSpan.FromTicks(1));
        bucket.TryTake(limit, _time.GetTimestamp(), out _).ShouldBeFalse();
        _time.Advance(TimeSpan.FromTicks(1));
        bucket.TryTake(limit, _time.GetTimestamp(), out _).ShouldBeTrue();
    }

    [Fact]
    public void Bucket_AgreesWithTheTextbook() => Check.One(Config.QuickThrowOnFailure.WithMaxTest(200), Prop.ForAll(Gen.Choose(0, int.MaxValue).ToArbitrary(), seed =>
    {
        var random = new Random(seed);
        var time = new FakeTimeProvider();
        int perSecond = Rates[random.Next(Rates.Length)];
        int burst = random.Next(1, 50);
        var limit = new RateLimit(perSecond, burst, time);
        var bucket = default(TokenBucket);

        // Counted in clock units, so that the model is exact.
        long interval = TimeSpan.TicksPerSecond / perSecond;
        long level = burst * interval;
        for (int step = 0; step < 200; step++)
        {
            long pause = random.Next(3) == 0 ? random.NextInt64(interval * 3) : 0;
            time.Advance(TimeSpan.FromTicks(pause));
            level = Math.Min(burst * interval, level + pause);
            bool expected = level >= interval;

            bucket.TryTake(limit, time.GetTimestamp(), out TimeSpan retryAfter).ShouldBe(expected);

            Math.Abs(retryAfter.Ticks - (expected ? 0 : interval - level)).ShouldBeLessThanOrEqualTo(1);
            level -= expected ? interval : 0;
        }
    }));

    [Fact]
    public void Bucket_SharedByThreads_GivesNoTokenTwice()
    {
        var limit = new RateLimit(1, 1000, _time);
        var user = new UserBucket("u1");
        int taken = 0;

        Parallel.For(0, 5000, _ =>
        {
            if (user.Tokens.TryTake(limit, _time.GetTimestamp(), out TimeSpan _))
            {
                Interlocked.Increment(ref taken);
            }
        });

        taken.ShouldBe(1000);
    }

    private int TakeAll(ref TokenBucket bucket, RateLimit limit)
    {
        int taken = 0;
        while (bucket.TryTake(limit, _time.GetTimestamp(), out _))
        {
            taken++;
        }

        return taken;
    }
}
