namespace Orleans.Realtime.Grains.Tests.Support;

/// <summary>Reading so much of what does not end.</summary>
internal static class Taking
{
    public static async Task<List<T>> TakeAsync<T>(this IAsyncEnumerable<T> source, int count)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30), TimeProvider.System);
        var taken = new List<T>();
        await foreach (var next in source.WithCancellation(limit.Token))
        {
            taken.Add(next);
            if (taken.Count == count)
            {
                break;
            }
        }

        return taken;
    }
}
