namespace Orleans.Realtime.Grains.Gateways;

/// <summary>Calls to gateways whose outcome nobody waits for.</summary>
internal static class ObserverCalls
{
    /// <summary>Leaves a call to itself: what it fails with is observed, so that no unobserved exception is reported, and means nothing here.</summary>
    public static void Forget(this Task call)
    {
        _ = call.ContinueWith(static failed => _ = failed.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted | TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }
}
