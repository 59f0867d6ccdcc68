using System.Text.Json.Nodes;
using Orleans.Realtime.Cluster.Harness.Processes;
using Orleans.Realtime.Failure.Tests.Support;

namespace Orleans.Realtime.Failure.Tests.Samples;

/// <summary><c>samples/TaskQueue</c>: workers that are processes, one of which is killed while it works.</summary>
public sealed class TaskQueueTests
{
    private const int Tasks = 200;

    [Fact]
    public async Task EveryTaskIsDone_AndSaidToBeDoneOnce_AlsoWhenAWorkerIsKilled()
    {
        await using var cluster = await LocalCluster.StartAsync(new LocalClusterOptions { Silos = 1, Gateways = 1, Arguments = ["--sample", "TaskQueue"] });
        var gateway = cluster.Gateways[0];
        var victim = cluster.Samples[0];
        await cluster.AddSampleAsync();
        await cluster.AddSampleAsync();
        var names = Enumerable.Range(0, Tasks).Select(i => $"task-{i}").ToList();
        var messages = string.Join(',', names.Select(name => $$"""{"data":{"task":"{{name}}"} }""").Append("""{"data":{"nobody":"can do this"}}"""));

        (await Api.PostAsync(gateway, "/api/v1/streams/tasks/messages", $$"""{"messages":[{{messages}}]}""")).Status.ShouldBe(200);
        await UntilAsync(() => Task.FromResult(SampleLines.With("done", victim.LogFile).Count >= 5), "the worker works");
        await cluster.KillAsync(victim);
        var worker = SampleLines.With("worker", victim.LogFile).Single()["worker"]!.GetValue<string>();
        var left = (await PendingAsync()).SingleOrDefault(consumer => consumer!["name"]!.GetValue<string>() == worker);
        left.ShouldNotBeNull("it had tasks in hand");

        await UntilAsync(async () => await LengthAsync("tasks-done") >= Tasks && (await PendingAsync()).Count == 0, "all is done");

        var done = (await Api.GetAsync(gateway, "/api/v1/streams/tasks-done/messages?count=1000"))["messages"]!.AsArray();
        done.Select(entry => entry!["data"]!["task"]!.GetValue<string>()).ShouldBe(names, ignoreOrder: true);
        done.ShouldContain(entry => entry!["data"]!["attempt"]!.GetValue<int>() > 1, "what the dead worker had in hand is done by another");
        done.Select(entry => entry!["data"]!["worker"]!.GetValue<string>()).Distinct().Count().ShouldBe(3, "they share the work");
        var failed = (await Api.GetAsync(gateway, "/api/v1/streams/tasks-failed/messages"))["messages"]!.AsArray();
        failed.ShouldHaveSingleItem()!["data"]!.ToJsonString().ShouldBe("""{"nobody":"can do this"}""");

        async Task<JsonArray> PendingAsync() => (await Api.GetAsync(gateway, "/api/v1/streams/tasks/groups/workers/pending"))["consumers"]!.AsArray();

        async Task<int> LengthAsync(string stream) => (await Api.GetAsync(gateway, $"/api/v1/streams/{stream}"))["length"]!.GetValue<int>();

        Task UntilAsync(Func<Task<bool>> condition, string what) => SampleLines.UntilAsync(condition, what, cluster.Describe);
    }
}
