using System.Collections.Concurrent;
using Orleans.Realtime.Grains.Interfaces;

namespace Orleans.Realtime.Gateway.Web.Diagnostics;

/// <summary>
/// Answers of grains that several who look on ask for again and again: each serves for a while, and those who ask at the same time share one call. What does not answer in time is
/// left out this time. Bounded: when too many are held, all are forgotten and asked for again.
/// </summary>
internal sealed class RecentAnswers<T>(TimeProvider time, TimeSpan age)
{
    private const int MaxHeld = 1_024;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<string, (long At, Task<RecentAnswer<T>> Answer)> _answers = new(StringComparer.Ordinal);

    /// <summary>The answer, at most as old as was said.</summary>
    public async Task<RecentAnswer<T>> ReadAsync(string key, Func<Task<T>> ask)
    {
        if (!_answers.TryGetValue(key, out var held) || (held.Answer.IsCompleted && time.GetElapsedTime(held.At) >= age))
        {
            if (_answers.Count >= MaxHeld)
            {
                _answers.Clear();
            }

            held = (time.GetTimestamp(), AskAsync(ask));
            _answers[key] = held;
        }

        try
        {
            return await held.Answer.WaitAsync(Patience, time);
        }
        catch (TimeoutException)
        {
            return default;
        }
    }

    private static async Task<RecentAnswer<T>> AskAsync(Func<Task<T>> ask)
    {
        try
        {
            return new(Found: true, IsNone: false, await ask());
        }
        catch (RealtimeException exception) when (exception.Code == RealtimeErrorCode.NotFound)
        {
            return new(Found: false, IsNone: true, default);
        }
        catch (Exception)
        {
            // Whoever looks on sees that the figure is missing, and asks again.
            return default;
        }
    }
}
