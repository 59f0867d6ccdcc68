using Orleans.Concurrency;

namespace Orleans.Realtime.OrleansLite.Tests.Grains;

internal sealed class OddGrain : Grain, IOddGrain
{
    private static readonly byte[] Shared = [1];
    private static readonly byte[] Copied = [2];

    public Task<int> BaseAsync() => Task.FromResult(7);

    public Task<string> OverloadAsync(int value) => Task.FromResult($"int {value}");

    public Task<string> OverloadAsync(string value) => Task.FromResult($"string {value}");

    public Task<string> OverloadAsync(int value, CancellationToken cancellationToken) => Task.FromResult($"token {cancellationToken.CanBeCanceled}");

    public Task<Secret> PassSecretAsync(Secret secret)
    {
        secret.Words.Add("grain");
        return Task.FromResult(secret);
    }

    public Task<(int Calls, Guid Activation)> WorkAsync(string gate) => Task.FromResult((1, Guid.Empty));

    public Task<bool> IsSameAsync(byte[] bytes, byte[] other) => Task.FromResult(ReferenceEquals(bytes, Shared) && !ReferenceEquals(other, Copied));

    public Task<bool> RelayIsSameAsync(IOddGrain other) => other.IsSameAsync(Shared, Copied);

    public Task<int> SumAsync(Immutable<int[]> values) => Task.FromResult(values.Value.Sum());

    public Task LoopForEverAsync() => Task.CompletedTask;
}
