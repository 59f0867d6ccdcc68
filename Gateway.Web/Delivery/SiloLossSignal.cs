namespace Orleans.Realtime.Gateway.Web.Delivery;

/// <summary>
/// Ends waiting for answers that a lost silo may have owed. Orleans itself lets a client's call wait out its time when the silo that had it is killed; a call that is
/// safe to repeat need not wait that long.
/// </summary>
internal sealed class SiloLossSignal : IDisposable
{
    private CancellationTokenSource _nextLoss = new();

    /// <summary>The call's outcome, or cancellation when a silo is found to be lost first: whether the call took place is then unknown.</summary>
    public Task<T> UnlessLostAsync<T>(Task<T> call) => call.IsCompleted ? call : call.WaitAsync(Volatile.Read(ref _nextLoss).Token);

    /// <summary>A silo is lost: who waits now, waits no longer.</summary>
    public void Raise() => Interlocked.Exchange(ref _nextLoss, new()).Cancel();

    /// <inheritdoc />
    public void Dispose() => _nextLoss.Dispose();
}
