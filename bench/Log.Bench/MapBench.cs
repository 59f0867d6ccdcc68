using System.Diagnostics;
using System.Globalization;
using Orleans.Realtime.Grains.Interfaces.Messaging;
using Orleans.Realtime.Grains.Log;
using Orleans.Realtime.Grains.Log.Maps;

namespace Orleans.Realtime.Log.Bench;

/// <summary>How long a group's members take to be written and to be read.</summary>
internal static class MapBench
{
    private const int Fields = 10_000;
    private const int Batch = 1_000;
    private const int Rounds = 30;

    public static async Task RunAsync(IMessageLog logs, ILogMaps maps)
    {
        var map = new LogMapId(LogId.Room("bench"), "members");
        var epoch = (await logs.OpenAsync(map.Log, new LogRetention(1_000))).Epoch;
        var value = new byte[40];
        MapChange[] changes = [.. Enumerable.Range(0, Fields).Select(i => MapChange.Set(string.Create(CultureInfo.InvariantCulture, $"user-{i:D8}"), value))];
        await MeasureAsync($"write {Fields} fields, {Batch} a write", async () =>
        {
            foreach (var batch in changes.Chunk(Batch))
            {
                await maps.WriteAsync(map, new MapWrite(epoch, batch));
            }
        });
        await MeasureAsync($"read {Fields} fields", () => maps.ReadAllAsync(map, Fields));
    }

    private static async Task MeasureAsync(string what, Func<Task> run)
    {
        var times = new double[Rounds];
        for (var i = 0; i < Rounds; i++)
        {
            var started = Stopwatch.GetTimestamp();
            await run();
            times[i] = Stopwatch.GetElapsedTime(started).TotalMilliseconds;
        }

        var first = times[0];
        Array.Sort(times);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{what}: p50 {times[Rounds / 2]:N1} ms, worst {times[^1]:N1} ms, first {first:N1} ms"));
    }
}
