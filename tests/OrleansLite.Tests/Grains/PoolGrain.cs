using Orleans.Concurrency;

namespace Orleans.Realtime.OrleansLite.Tests.Grains;

/// <summary>Answers only when so many calls run at the same time.</summary>
[StatelessWorker(3)]
public class PoolGrain(Meeting meeting) : Grain, IPoolGrain
{
    private readonly Guid _id = Guid.NewGuid();

    public async Task<Guid> MeetAsync(int parties)
    {
        await meeting.JoinAsync(parties);
        return _id;
    }
}
