namespace Orleans.Lite.Hosting;

/// <summary>Tells the runs of a node apart: seconds since 2022, never the same twice in a process. A client's is negative.</summary>
internal static class Generations
{
    private static readonly DateTimeOffset Epoch = new(2022, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private static int _last;

    public static int Next()
    {
        while (true)
        {
            var last = Volatile.Read(ref _last);
            var next = Math.Max(last + 1, (int)(TimeProvider.System.GetUtcNow() - Epoch).TotalSeconds);
            if (Interlocked.CompareExchange(ref _last, next, last) == last)
            {
                return next;
            }
        }
    }
}
