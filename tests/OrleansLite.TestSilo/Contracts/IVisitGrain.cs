namespace Orleans.Realtime.OrleansLite.TestSilo.Contracts;

/// <summary>A grain to be asked who it is.</summary>
public interface IVisitGrain : IGrainWithStringKey
{
    /// <summary>Who answers.</summary>
    Task<Visit> GetAsync();

    /// <summary>Answers never, or when the silo is told to stop.</summary>
    Task HoldAsync();

    /// <summary>Keeps an observer.</summary>
    Task SubscribeAsync(IVisitObserver observer);

    /// <summary>The observer that it keeps.</summary>
    Task<IVisitObserver> GetObserverAsync();

    /// <summary>Asks the observer.</summary>
    Task<int> AskAsync(int value);

    /// <summary>Writes a text and the observer to storage.</summary>
    Task WriteAsync(string text);

    /// <summary>What is stored, as the activation knows it.</summary>
    Task<string> ReadAsync();

    /// <summary>Ends the activation.</summary>
    Task ForgetAsync();

    /// <summary>Asks another grain who it is.</summary>
    Task<Visit> GetOtherAsync(string key);

    /// <summary>Waits until the caller gives up.</summary>
    Task WaitAsync(CancellationToken cancellationToken);

    /// <summary>Lets another grain wait until the caller gives up.</summary>
    Task WaitAtAsync(string key, CancellationToken cancellationToken);

    /// <summary>How many waits were given up.</summary>
    Task<int> CountGivenUpAsync();

    /// <summary>Keeps all threads of the pool and more work than that busy for so long.</summary>
    Task BurnAsync(TimeSpan time);

    /// <summary>Answers after the caller's time-out of one second.</summary>
    [ResponseTimeout("00:00:01")]
    Task BeLateAsync();

    /// <summary>Fails.</summary>
    Task ThrowAsync();
}
