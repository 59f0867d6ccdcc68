using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Orleans.Realtime.Grains.Log.Redis;

namespace Orleans.Realtime.Grains.Tests.Log.Redis;

/// <summary>Remembers the names of events.</summary>
internal sealed class RecordingLogger : ILogger<RedisConnection>
{
    public ConcurrentQueue<string> Events { get; } = new();

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        Events.Enqueue(eventId.Name!);
}
