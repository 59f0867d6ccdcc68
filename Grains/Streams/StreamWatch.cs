namespace Orleans.Realtime.Grains.Streams;

/// <summary>Somebody who is called when a stream may have new entries, until it is disposed.</summary>
/// <param name="onAdded">Is called.</param>
/// <param name="onDisposed">Forgets the watch.</param>
internal sealed class StreamWatch(Action onAdded, Action<StreamWatch> onDisposed) : IDisposable
{
    private bool _isDisposed;

    public void Wake()
    {
        if (!Volatile.Read(ref _isDisposed))
        {
            onAdded();
        }
    }

    /// <summary>Wakes from another thread: not from within the call that made the watch, whose caller may not be ready for it.</summary>
    public void WakeSoon() => ThreadPool.UnsafeQueueUserWorkItem(static watch => watch.Wake(), this, preferLocal: false);

    public void Dispose()
    {
        if (!Interlocked.Exchange(ref _isDisposed, true))
        {
            onDisposed(this);
        }
    }
}
