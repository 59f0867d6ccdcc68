using Orleans.Realtime.OrleansLite.TestSilo.Contracts;

namespace Orleans.Realtime.OrleansLite.Cluster.Tests.Processes;

internal sealed class VisitObserver : IVisitObserver
{
    public Task<int> HearAsync(int value) => value < 0 ? throw new InvalidOperationException("the observer's own fault") : Task.FromResult(value + 1);
}
