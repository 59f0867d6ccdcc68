using System.Collections.Concurrent;
using Microsoft.Extensions.Options;

namespace Orleans.Realtime.Gateway.Web.Delivery;

/// <summary>
/// Audiences whose owner may have forgotten them. Each waits here at most once; so many as
/// <see cref="DeliveryOptions.MaxConcurrentAttaches"/> allows are attached at the same time.
/// </summary>
internal sealed class ReattachQueue(
    AudienceLinks links,
    IOptions<DeliveryOptions> options)
{
    private readonly ConcurrentQueue<Audience> _waiting = new();
    private int _workers;

    /// <summary>Attaches an audience again, soon.</summary>
    public void Add(Audience audience)
    {
        if (!audience.TryQueue())
        {
            return;
        }

        _waiting.Enqueue(audience);
        if (Interlocked.Increment(ref _workers) <= options.Value.MaxConcurrentAttaches)
        {
            _ = WorkAsync();
        }
        else
        {
            Interlocked.Decrement(ref _workers);
        }
    }

    private async Task WorkAsync()
    {
        // The caller may be a delivery: never attach on its thread.
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        while (true)
        {
            while (_waiting.TryDequeue(out var audience))
            {
                audience.Unqueue();
                await links.ReattachAsync(audience);
            }

            Interlocked.Decrement(ref _workers);

            // Somebody may have queued one between the last look and the leave, and counted on this worker.
            if (_waiting.IsEmpty)
            {
                return;
            }

            if (Interlocked.Increment(ref _workers) > options.Value.MaxConcurrentAttaches)
            {
                Interlocked.Decrement(ref _workers);
                return;
            }
        }
    }
}
