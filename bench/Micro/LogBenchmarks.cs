using BenchmarkDotNet.Attributes;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Orleans.Realtime.Grains.Interfaces;
using Orleans.Realtime.Grains.Interfaces.Messaging;
using Orleans.Realtime.Grains.Log;

namespace Orleans.Realtime.Micro;

/// <summary>Appending to the log in memory, with numbers, idempotency and retention. With Redis: bench/Log.Bench.</summary>
public class LogBenchmarks : IDisposable
{
    private readonly InMemoryMessageLog _store = new(Options.Create(new LogOptions()), TimeProvider.System);
    private LogWriter? _writer;

    /// <summary>Messages of one append.</summary>
    [Params(1, 64)]
    public int Batch { get; set; }

    /// <summary>Opens the log.</summary>
    [GlobalSetup]
    public async Task SetupAsync()
    {
        var rooms = new LogRetention(1_000, TimeSpan.FromHours(24), TimeSpan.FromHours(24));
        _writer = new LogWriterFactory(_store, new LogOptions(), rooms, rooms, rooms, TimeProvider.System, NullLogger.Instance).Create(Sample.Room, new QuietListener());
        await _writer.OpenAsync();
    }

    /// <summary>One append.</summary>
    [Benchmark]
    public async Task AppendAsync()
    {
        var messages = new Message[Batch];
        for (var i = 0; i < messages.Length; i++)
        {
            messages[i] = Sample.Next();
        }

        var receipts = await _writer!.AppendAsync(messages);
        if (receipts[^1].Error != RealtimeErrorCode.None)
        {
            throw new InvalidOperationException(receipts[^1].ErrorMessage);
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _store.Dispose();
        GC.SuppressFinalize(this);
    }
}
