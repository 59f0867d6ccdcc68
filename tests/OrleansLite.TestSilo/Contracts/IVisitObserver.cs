namespace Orleans.Realtime.OrleansLite.TestSilo.Contracts;

/// <summary>Hears of a grain in another process.</summary>
public interface IVisitObserver : IGrainObserver
{
    /// <summary>Hears and answers.</summary>
    Task<int> HearAsync(int value);
}
