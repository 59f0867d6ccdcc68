using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Realtime.Grains.Diagnostics;
using Orleans.Realtime.Grains.Interfaces;
using Orleans.Realtime.Grains.Log;
using Orleans.Realtime.Grains.Messaging;
using Orleans.Realtime.ServiceDefaults.Cluster;

namespace Orleans.Realtime.Grains.Streams;

/// <summary>What all streams of a silo share, so that a grain itself stays small.</summary>
internal sealed partial class StreamServices(
    IStreamStore store,
    IOptions<StreamOptions> options,
    IOptions<LogOptions> log,
    IOptions<MessageOptions> messages,
    IOptions<CallOptions> calls,
    StreamMetrics metrics,
    ActivationMetrics activations,
    StreamsInUse inUse,
    IHostApplicationLifetime lifetime,
    TimeProvider time,
    ILogger<StreamGrain> logger)
{
    private const string OutOfReach = "The stream's storage is out of reach; nothing was done. Try again.";
    private const string NoAnswer = "The stream's storage did not answer in time; whether it was done is unknown.";

    public IStreamStore Store { get; } = store;

    public StreamOptions Options { get; } = options.Value;

    /// <summary>The bounds of what waits for storage are those of the logs.</summary>
    public LogOptions Bounds { get; } = log.Value;

    /// <summary>Largest message, in bytes.</summary>
    public int MaxMessageBytes { get; } = messages.Value.MaxBytes;

    public StreamMetrics Metrics { get; } = metrics;

    public ActivationMetrics Activations { get; } = activations;

    /// <summary>The streams of this silo that are in use.</summary>
    public StreamsInUse InUse { get; } = inUse;

    public TimeProvider Time { get; } = time;

    public ILogger Logger { get; } = logger;

    /// <summary>The silo begins to stop: nobody is to be kept waiting here any more.</summary>
    public CancellationToken Stopping => lifetime.ApplicationStopping;

    /// <summary>
    /// Asks the store. A store ends every call in its own time; one that does not is given up when the caller has no patience left either.
    /// </summary>
    /// <exception cref="RealtimeException">
    /// <see cref="RealtimeErrorCode.Unavailable"/>: nothing was done. <see cref="RealtimeErrorCode.Timeout"/>: that is unknown. Else what the store refuses.
    /// </exception>
    public async ValueTask<T> CallAsync<T>(string stream, Func<IStreamStore, ValueTask<T>> call)
    {
        try
        {
            var answer = call(Store);
            return answer.IsCompleted ? await answer : await answer.AsTask().WaitAsync(calls.Value.ResponseTimeout, Time);
        }
        catch (RealtimeException)
        {
            throw;
        }
        catch (LogUnavailableException exception)
        {
            LogUnavailable(Logger, stream, exception.Message);
            throw new RealtimeException(RealtimeErrorCode.Unavailable, OutOfReach);
        }
        catch (Exception exception)
        {
            LogOutcomeUnknown(Logger, exception, stream);
            throw new RealtimeException(RealtimeErrorCode.Timeout, NoAnswer);
        }
    }
}
