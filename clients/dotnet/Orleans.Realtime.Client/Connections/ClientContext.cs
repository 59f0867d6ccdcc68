using Microsoft.Extensions.Logging;

namespace Orleans.Realtime.Client.Connections;

/// <summary>
/// What all parts of one client share. Everything that changes is changed under <see cref="Gate"/>: frames, timers and calls of the application come one after
/// the other, and no code of the application runs under it.
/// </summary>
internal sealed class ClientContext(RealtimeClientOptions options, TimeProvider time, ILogger logger)
{
    private readonly long _origin = time.GetTimestamp();

    public Lock Gate { get; } = new();

    public RealtimeClientOptions Options { get; } = options;

    public TimeProvider Time { get; } = time;

    public ILogger Logger { get; } = logger;

    /// <summary>Time since this client was made; never goes back.</summary>
    public TimeSpan Now => Time.GetElapsedTime(_origin);
}
