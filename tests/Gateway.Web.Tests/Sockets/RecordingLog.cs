using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Orleans.Realtime.Gateway.Web.Tests.Sockets;

/// <summary>Keeps the levels and texts of what was logged.</summary>
internal sealed class RecordingLog : ILoggerProvider, ILogger
{
    public ConcurrentQueue<(LogLevel Level, string Text)> Entries { get; } = [];

    public LogLevel Highest => Entries.IsEmpty ? LogLevel.None : Entries.Max(entry => entry.Level);

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        Entries.Enqueue((logLevel, formatter(state, exception)));

    public void Dispose()
    {
    }
}
