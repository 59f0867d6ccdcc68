namespace Orleans.Realtime.Runtime.Conformance.Tests.Grains;

public interface IPassGrain : IGrainWithGuidKey
{
    Task KeepAsync(Basket basket);

    Task<Basket> GetAsync();

    Task<string> SpoilAsync(Basket basket);

    Task<int[]> ReverseAsync(int[] values);

    ValueTask<int> AddAsync(int left, int right);

    ValueTask DoNothingAsync();

    Task FailAsync(string message);

    Task CancelAsync();

    Task WaitAsync(string gate, CancellationToken cancellationToken);

    Task<bool> CanBeCanceledAsync(CancellationToken cancellationToken);

    Task<(int Sum, string Text)> TupleAsync(int? first, int? second);
}
