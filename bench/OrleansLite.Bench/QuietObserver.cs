using Orleans.Realtime.OrleansLite.Bench.Contracts;

namespace Orleans.Realtime.OrleansLite.Bench;

/// <summary>Counts.</summary>
internal sealed class QuietObserver : IEchoObserver
{
    private int _expected;
    private int _told;
    private TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task Expect(int calls)
    {
        _told = 0;
        _expected = calls;
        _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
        return _done.Task;
    }

    public Task HearAsync(Payload payload) => Task.CompletedTask;

    public Task ToldAsync(Payload payload)
    {
        if (++_told == _expected)
        {
            _done.SetResult();
        }

        return Task.CompletedTask;
    }
}
