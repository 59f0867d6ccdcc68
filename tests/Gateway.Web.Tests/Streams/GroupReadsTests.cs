using NSubstitute;
using Orleans.Realtime.Gateway.Web.Hosting;
using Orleans.Realtime.Gateway.Web.Streams;
using Orleans.Realtime.Grains.Interfaces.Streams;
using Orleans.Realtime.Tests.Shared;

namespace Orleans.Realtime.Gateway.Web.Tests.Streams;

public sealed class GroupReadsTests
{
    private static readonly GroupRead Read = new("g", "w1");
    private static readonly StreamEntry[] Entries = [new(new(5, 1), "1"u8.ToArray(), 5)];

    private readonly FakeTimeProvider _time = new();
    private readonly DrainState _drain = new();
    private readonly IStreamGrain _stream = Substitute.For<IStreamGrain>();
    private readonly List<TimeSpan> _waits = [];

    [Fact]
    public async Task AWaitThatIsLongerThanACall_IsSeveralCalls()
    {
        Answers(wait => wait);

        (await ReadAsync(TimeSpan.FromSeconds(7))).ShouldBeEmpty();

        _waits.Select(wait => wait.TotalSeconds).ShouldBe([3, 3, 1, 0]);
    }

    [Fact]
    public async Task WithoutAWait_ItIsOneCall()
    {
        Answers(wait => wait);

        (await ReadAsync(TimeSpan.Zero)).ShouldBeEmpty();

        _waits.ShouldBe([TimeSpan.Zero]);
    }

    [Fact]
    public async Task Entries_EndTheWaiting()
    {
        Answers(wait => wait, entriesAt: 2);

        (await ReadAsync(TimeSpan.FromSeconds(60))).ShouldBeSameAs(Entries);

        _waits.Count.ShouldBe(2);
    }

    [Fact]
    public async Task AStreamThatLetsNobodyWait_IsNotAskedAgainAtOnce()
    {
        Answers(_ => TimeSpan.Zero);
        var read = ReadAsync(TimeSpan.FromSeconds(1));
        read.IsCompleted.ShouldBeFalse();

        for (var i = 0; i < 10; i++)
        {
            _waits.Count.ShouldBe(i + 1);
            _time.Advance(TimeSpan.FromMilliseconds(100));
        }

        (await read.WaitAsync(TimeSpan.FromSeconds(30))).ShouldBeEmpty();
        _waits.Count.ShouldBe(11);
    }

    [Fact]
    public async Task AGatewayThatGoesAway_LooksOnceMoreAndDoesNotWait()
    {
        Answers(wait =>
        {
            _drain.Begin();
            return wait;
        });

        (await ReadAsync(TimeSpan.FromSeconds(60))).ShouldBeEmpty();

        _waits.ShouldBe([TimeSpan.FromSeconds(3), TimeSpan.Zero]);
    }

    [Fact]
    public async Task ACallerThatGoesAway_EndsThePauseToo()
    {
        Answers(_ => TimeSpan.Zero);
        using var gone = new CancellationTokenSource();
        var read = new GroupReads(_drain, _time).ReadAsync(_stream, Read, TimeSpan.FromSeconds(1), gone.Token);

        await gone.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(() => read);
        _waits.Count.ShouldBe(1);
    }

    private Task<StreamEntry[]> ReadAsync(TimeSpan wait) => new GroupReads(_drain, _time).ReadAsync(_stream, Read, wait, CancellationToken.None);

    private void Answers(Func<TimeSpan, TimeSpan> takes, int entriesAt = int.MaxValue) =>
        _stream.ReadGroupAsync(Arg.Any<GroupRead>(), Arg.Any<CancellationToken>()).Returns(call =>
        {
            var wait = call.Arg<GroupRead>().Wait;
            _waits.Add(wait);
            _time.Advance(takes(wait));
            return _waits.Count == entriesAt ? Entries : [];
        });
}
