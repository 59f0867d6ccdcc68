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

    /// <summary>Asks the observer.</summary>
    Task<int> AskAsync(int value);

    /// <summary>Writes a text and the observer to storage.</summary>
    Task WriteAsync(string text);

    /// <summary>What is stored, as the activation knows it.</summary>
    Task<string> ReadAsync();

    /// <summary>Ends the activation.</summary>
    Task ForgetAsync();

    /// <summary>Fails.</summary>
    Task ThrowAsync();
}
