namespace Orleans.Realtime.OrleansLite.Bench;

/// <summary>Keeps so many calls in flight.</summary>
internal static class Load
{
    public static async Task RunAsync(int calls, int depth, Func<Task> call)
    {
        var each = calls / depth;
        var loops = new Task[depth];
        for (var i = 0; i < depth; i++)
        {
            loops[i] = LoopAsync(each, call);
        }

        await Task.WhenAll(loops);
    }

    private static async Task LoopAsync(int calls, Func<Task> call)
    {
        for (var i = 0; i < calls; i++)
        {
            await call();
        }
    }
}
