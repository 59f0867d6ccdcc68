namespace Orleans.Realtime.OrleansLite.Tests.Grains;

/// <summary>Ends before it takes a request, each time.</summary>
public class RestlessGrain : Grain, IRestlessGrain
{
    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        DeactivateOnIdle();
        return Task.CompletedTask;
    }

    public Task CallAsync() => Task.CompletedTask;
}
