namespace Orleans.Realtime.OrleansLite.Tests.Grains;

public sealed class Meeting
{
    private readonly TaskCompletionSource _all = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _here;

    public Task JoinAsync(int parties)
    {
        if (Interlocked.Increment(ref _here) == parties)
        {
            _all.SetResult();
        }

        return _all.Task.WaitAsync(TimeSpan.FromSeconds(30));
    }
}
