using System.Net;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using NSubstitute;
using Orleans.Realtime.Gateway.Web.Delivery;
using Orleans.Runtime;

namespace Orleans.Realtime.Gateway.Web.Tests.Delivery;

public sealed class SiloWatcherTests : IDisposable
{
    private readonly DeliveryKit _kit = new();
    private readonly SiloLossSignal _signal = new();
    private readonly List<IReadOnlySet<string>> _lost = [];
    private readonly Queue<Task<Dictionary<SiloAddress, SiloStatus>>> _answers = new();
    private readonly SiloWatcher _watcher;

    public SiloWatcherTests()
    {
        var management = Substitute.For<IManagementGrain>();
        management.GetHosts(Arg.Any<bool>()).Returns(_ => _answers.Dequeue());
        _kit.Grains.GetGrain<IManagementGrain>(0).Returns(management);
        _watcher = new(
            _kit.Grains, _kit.Registry, _kit.Reattach, _signal, _kit.Statistics, _kit.Time, Options.Create(new DeliveryOptions()), NullLogger<SiloWatcher>.Instance);
        _watcher.SilosLost += _lost.Add;
    }

    public void Dispose()
    {
        _watcher.Dispose();
        _signal.Dispose();
    }

    [Fact]
    public async Task ASiloThatVanishes_IsTold_AndEndsTheWaitForAnswers()
    {
        var answer = _signal.UnlessLostAsync(new TaskCompletionSource<int>().Task);
        await SeesAsync(1, 2);
        answer.IsCompleted.ShouldBeFalse();

        await SeesAsync(2);

        _lost.ShouldHaveSingleItem().ShouldBe([Silo(1).ToParsableString()]);
        await Should.ThrowAsync<OperationCanceledException>(() => answer);
    }

    [Fact]
    public async Task AnAnswerThatWasOvertaken_ChangesNothing()
    {
        await SeesAsync(1, 2);
        var late = new TaskCompletionSource<Dictionary<SiloAddress, SiloStatus>>();
        _answers.Enqueue(late.Task);
        var poll = _watcher.PollAsync();
        await SeesAsync(2, 3);
        _lost.Clear();

        late.SetResult(Hosts(1, 2));
        await poll;

        _lost.ShouldBeEmpty();
        await SeesAsync(2, 3);
        _lost.ShouldBeEmpty();
    }

    [Fact]
    public async Task ALookWithoutAnswer_DoesNotHoldUpTheNext()
    {
        await SeesAsync(1, 2);
        _answers.Enqueue(new TaskCompletionSource<Dictionary<SiloAddress, SiloStatus>>().Task);
        _answers.Enqueue(Task.FromResult(Hosts(2)));
        await _watcher.StartAsync(CancellationToken.None);

        while (_lost.Count == 0)
        {
            _kit.Time.Advance(TimeSpan.FromSeconds(2));
            await Task.Yield();
            if (_answers.Count == 0)
            {
                _answers.Enqueue(Task.FromResult(Hosts(2)));
            }
        }

        await _watcher.StopAsync(CancellationToken.None);
    }

    private static SiloAddress Silo(int number) => SiloAddress.New(new IPEndPoint(IPAddress.Loopback, number), number);

    private static Dictionary<SiloAddress, SiloStatus> Hosts(params int[] numbers) => numbers.ToDictionary(Silo, _ => SiloStatus.Active);

    private Task SeesAsync(params int[] numbers)
    {
        _answers.Enqueue(Task.FromResult(Hosts(numbers)));
        return _watcher.PollAsync();
    }
}
