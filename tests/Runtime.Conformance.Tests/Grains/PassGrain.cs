using Orleans.Realtime.Runtime.Conformance.Tests.Infrastructure;

namespace Orleans.Realtime.Runtime.Conformance.Tests.Grains;

public class PassGrain(Signals signals) : Grain, IPassGrain
{
    private Basket _basket = new();

    public Task KeepAsync(Basket basket)
    {
        _basket = basket;
        return Task.CompletedTask;
    }

    public Task<Basket> GetAsync() => Task.FromResult(_basket);

    public Task<string> SpoilAsync(Basket basket)
    {
        basket.Items.Clear();
        basket.Counts["a"][0] = -1;
        return Task.FromResult(basket.Label.Text);
    }

    public Task<int[]> ReverseAsync(int[] values)
    {
        Array.Reverse(values);
        return Task.FromResult(values);
    }

    public ValueTask<int> AddAsync(int left, int right) => new(left + right);

    public ValueTask DoNothingAsync() => default;

    public Task FailAsync(string message) => throw new BasketException(message, code: 42);

    public Task CancelAsync() => throw new OperationCanceledException("the grain gave up");

    public async Task WaitAsync(string gate, CancellationToken cancellationToken)
    {
        signals.Note(gate, "in");
        try
        {
            await signals.PassAsync(gate).WaitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            signals.Note(gate, "cancelled");
            throw;
        }
    }

    public Task<bool> CanBeCanceledAsync(CancellationToken cancellationToken) => Task.FromResult(cancellationToken.IsCancellationRequested);

    public Task<(int Sum, string Text)> TupleAsync(int? first, int? second) => Task.FromResult(((first ?? 0) + (second ?? 0), $"{first}+{second}"));
}
