using Orleans.Concurrency;

namespace Orleans.Realtime.OrleansLite.Tests.Grains;

/// <summary>Internal, inherited, overloaded: what the emitted classes must cope with.</summary>
internal interface IOddGrain : IOddBase, IGrainWithGuidKey
{
    Task<string> OverloadAsync(int value);

    Task<string> OverloadAsync(string value);

    Task<string> OverloadAsync(int value, CancellationToken cancellationToken);

    Task<Secret> PassSecretAsync(Secret secret);

    Task<(int Calls, Guid Activation)> WorkAsync(string gate);

    Task<bool> IsSameAsync([Immutable] byte[] bytes, byte[] other);

    Task<bool> RelayIsSameAsync(IOddGrain other);

    Task<int> SumAsync(Immutable<int[]> values);

    Task LoopForEverAsync();
}
