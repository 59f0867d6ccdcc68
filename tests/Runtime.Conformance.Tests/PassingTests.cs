using Orleans.Realtime.Runtime.Conformance.Tests.Grains;
using Orleans.Realtime.Runtime.Conformance.Tests.Infrastructure;

namespace Orleans.Realtime.Runtime.Conformance.Tests;

/// <summary>What is passed: arguments, results, errors, cancellation.</summary>
public class PassingTests(ConformanceCluster cluster) : ConformanceTests(cluster)
{
    private IPassGrain Grain => Client.GetGrain<IPassGrain>(Guid.NewGuid());

    [Fact]
    public async Task Argument_ChangedByTheCallerLater_DoesNotChangeInTheGrain()
    {
        var grain = Grain;
        var basket = NewBasket();
        var call = grain.KeepAsync(basket);
        basket.Items.Add("later");
        basket.Counts["a"][0] = 99;
        await call;

        var kept = await grain.GetAsync();

        kept.Items.ShouldBe(["apple"]);
        kept.Counts["a"].ShouldBe([1, 2]);
    }

    [Fact]
    public async Task Argument_ChangedByTheGrain_DoesNotChangeAtTheCaller()
    {
        var basket = NewBasket();

        (await Grain.SpoilAsync(basket)).ShouldBe("fruit");

        basket.Items.ShouldBe(["apple"]);
        basket.Counts["a"].ShouldBe([1, 2]);
    }

    [Fact]
    public async Task Result_ChangedByTheCaller_DoesNotChangeInTheGrain()
    {
        var grain = Grain;
        await grain.KeepAsync(NewBasket());
        (await grain.GetAsync()).Items.Clear();

        (await grain.GetAsync()).Items.ShouldBe(["apple"]);
    }

    [Fact]
    public async Task Member_WithoutId_IsNotPassed()
    {
        var grain = Grain;
        var basket = NewBasket();
        basket.Forgotten = "no id";
        await grain.KeepAsync(basket);

        (await grain.GetAsync()).Forgotten.ShouldBeNull();
    }

    [Fact]
    public async Task Array_Passed_IsACopy()
    {
        int[] values = [1, 2, 3];

        (await Grain.ReverseAsync(values)).ShouldBe([3, 2, 1]);

        values.ShouldBe([1, 2, 3]);
    }

    [Fact]
    public async Task ValueTasksTuplesAndNullables_Work()
    {
        (await Grain.AddAsync(2, 3)).ShouldBe(5);
        await Grain.DoNothingAsync();
        (await Grain.TupleAsync(2, null)).ShouldBe((2, "2+"));
    }

    [Fact]
    public async Task Exception_ThrownByTheGrain_ReachesTheCallerWithTypeMessageDataAndStack()
    {
        var error = await Should.ThrowAsync<BasketException>(() => Grain.FailAsync("no apples"));

        error.Message.ShouldBe("no apples");
        error.Code.ShouldBe(42);
        error.StackTrace.ShouldNotBeNull().ShouldContain(nameof(PassGrain.FailAsync));
    }

    [Fact]
    public async Task OperationCanceled_ThrownByTheGrain_ReachesTheCaller() =>
        await Should.ThrowAsync<OperationCanceledException>(() => Grain.CancelAsync());

    [Fact]
    public async Task Token_CancelledByTheCaller_IsCancelledInTheGrain()
    {
        var gate = NewKey();
        using var source = new CancellationTokenSource();
        var call = Grain.WaitAsync(gate, source.Token);
        (await Signals.NextAsync(gate)).ShouldBe("in");

        await source.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(() => call);
        (await Signals.NextAsync(gate)).ShouldBe("cancelled");
    }

    [Fact]
    public async Task Token_CancelledBeforeTheCall_FailsTheCall() =>
        await Should.ThrowAsync<OperationCanceledException>(() => Grain.WaitAsync(NewKey(), new CancellationToken(canceled: true)));

    [Fact]
    public async Task Token_NotCancelled_IsNotCancelledInTheGrain()
    {
        using var source = new CancellationTokenSource();

        (await Grain.CanBeCanceledAsync(source.Token)).ShouldBeFalse();
        (await Grain.CanBeCanceledAsync(CancellationToken.None)).ShouldBeFalse();
    }

    private static Basket NewBasket() => new() { Items = ["apple"], Counts = { ["a"] = [1, 2] }, Label = new("fruit") };
}
