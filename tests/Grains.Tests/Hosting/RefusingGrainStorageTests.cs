using Orleans.Realtime.Grains.Hosting;
using Orleans.Realtime.Grains.Interfaces;
using Orleans.Runtime;
using Orleans.Storage;

namespace Orleans.Realtime.Grains.Tests.Hosting;

public sealed class RefusingGrainStorageTests
{
    private static readonly GrainId Id = GrainId.Create("room", "lobby");

    [Fact]
    public async Task Fault_OfAnUnknownProvider_IsARefusalThatCallersMayRetry()
    {
        var storage = new RefusingGrainStorage(new FailingStorage(new InvalidOperationException("no connection")));

        foreach (var work in new[] { storage.ReadStateAsync("s", Id, new GrainState<int>()), storage.WriteStateAsync("s", Id, new GrainState<int>()), storage.ClearStateAsync("s", Id, new GrainState<int>()) })
        {
            (await Should.ThrowAsync<RealtimeException>(work)).Code.ShouldBe(RealtimeErrorCode.Unavailable);
        }
    }

    [Fact]
    public async Task Conflict_StaysAConflict()
    {
        var storage = new RefusingGrainStorage(new FailingStorage(new InconsistentStateException("somebody else wrote")));

        await Should.ThrowAsync<InconsistentStateException>(storage.WriteStateAsync("s", Id, new GrainState<int>()));
    }

    private sealed class FailingStorage(Exception fault) : IGrainStorage
    {
        public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) => Task.FromException(fault);

        public Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) => Task.FromException(fault);

        public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) => Task.FromException(fault);
    }
}
