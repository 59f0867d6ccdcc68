using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Orleans.Realtime.Grains.Interfaces.Messaging;
using Orleans.Realtime.Grains.Log;
using Orleans.Realtime.Tests.Shared;
using static Orleans.Realtime.Grains.Tests.Log.LogTestData;

namespace Orleans.Realtime.Grains.Tests.Log;

/// <summary>A writer over a store that can fail, and its owner.</summary>
internal sealed class LogWriterFixture
{
    private readonly LogOptions _options;
    private readonly LogRetention _retention;

    public LogWriterFixture(LogOptions? options = null, LogRetention? retention = null)
    {
        _options = options ?? new LogOptions();
        _retention = retention ?? KeepAll;
        Memory = new InMemoryMessageLog(Options.Create(_options), Clock);
        Store = new FaultyMessageLog(Memory);
        Writer = NewWriter(Store, Owner);
    }

    public LogId Log { get; } = LogId.Room("r1");

    public FakeTimeProvider Clock { get; } = new();

    public InMemoryMessageLog Memory { get; }

    public FaultyMessageLog Store { get; }

    public RecordingListener Owner { get; } = new();

    public LogWriter Writer { get; }

    /// <summary>Runs a test's body in turns on one scheduler, as a grain's calls run.</summary>
    public static Task InTurnsAsync(Func<Task> body) => Task.Factory.StartNew(
        body,
        CancellationToken.None,
        TaskCreationOptions.DenyChildAttach,
        new ConcurrentExclusiveSchedulerPair().ExclusiveScheduler).Unwrap();

    /// <summary>Another writer of the same log, on another silo or a later activation.</summary>
    public LogWriter NewWriter(IMessageLog? store = null, ILogListener? owner = null) =>
        new LogWriterFactory(store ?? Memory, _options, _retention, _retention, _retention, Clock, NullLogger.Instance)
            .Create(Log, owner ?? new RecordingListener());

    public async Task<PublishReceipt> AppendAsync(Message message) => (await Writer.AppendAsync([message])).Single();

    public async Task<string[]> StoredIdsAsync() => [.. (await Memory.ReadAllAsync(Log, _retention)).Ids()];
}
