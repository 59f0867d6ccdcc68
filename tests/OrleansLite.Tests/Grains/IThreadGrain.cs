namespace Orleans.Realtime.OrleansLite.Tests.Grains;

/// <summary>Tells on which thread and with which ambient values it runs.</summary>
public interface IThreadGrain : IGrainWithGuidKey
{
    /// <summary>The thread that runs the turn, and what <see cref="ThreadGrain.Ambient"/> held there.</summary>
    Task<(int Thread, string? Ambient)> RunAsync();

    /// <summary>Calls an observer. Answers the thread of the turn, and whether the observer ran before the turn was over.</summary>
    Task<(int Thread, bool Within)> CallAsync(IThreadObserver observer);

    /// <summary>Waits for the observer's answer: which thread the observer ran on.</summary>
    Task<int> RelayAsync(IThreadObserver observer);
}
