using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Orleans.Realtime.Grains.Diagnostics;
using Orleans.Realtime.Grains.Interfaces.Streams;
using Orleans.Realtime.Grains.Log;
using Orleans.Realtime.Grains.Messaging;
using Orleans.Realtime.Grains.Streams;
using Orleans.Realtime.Grains.Streams.Memory;
using Orleans.Realtime.Grains.Tests.Support;
using Orleans.Realtime.ServiceDefaults.Cluster;
using Orleans.Realtime.Tests.Shared;

namespace Orleans.Realtime.Grains.Tests.Streams;

/// <summary>The inside of a stream's activation on one thread, with a store whose calls can be counted, held up and refused.</summary>
internal sealed class WaitingRig : IHostApplicationLifetime, IDisposable
{
    private readonly TaskScheduler _thread = new ConcurrentExclusiveSchedulerPair().ExclusiveScheduler;
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().AddSingleton<StreamMetrics>().AddSingleton<ActivationMetrics>().BuildServiceProvider();
    private readonly CancellationTokenSource _stopping = new();
    private readonly InMemoryStreamStore _store;
    private StreamWaiting? _waiting;

    public WaitingRig(StreamOptions? options = null, LogOptions? bounds = null)
    {
        _store = new(Options.Create(new LogOptions()), Clock);
        var store = new SharedStreams(_store, ReachAsync, call => OnAnswer?.Invoke(call) ?? Task.CompletedTask);
        Services = new(
            store,
            Options.Create(options ?? new()),
            Options.Create(bounds ?? new()),
            Options.Create(new MessageOptions()),
            Options.Create(new CallOptions()),
            _services.GetRequiredService<StreamMetrics>(),
            _services.GetRequiredService<ActivationMetrics>(),
            new StreamsInUse(store),
            this,
            Clock,
            NullLogger<StreamGrain>.Instance);
    }

    public FakeTimeProvider Clock { get; } = new();

    public StreamServices Services { get; }

    /// <summary>The streams, as somebody has them who is no silo.</summary>
    public IStreamStore Store => _store;

    /// <summary>The store's calls, by name.</summary>
    public ConcurrentQueue<string> Calls { get; } = new();

    /// <summary>What a call meets on its way; nothing unless set.</summary>
    public Func<string, Task>? OnCall { get; set; }

    /// <summary>What an answer meets on its way; nothing unless set.</summary>
    public Func<string, Task>? OnAnswer { get; set; }

    public CancellationToken ApplicationStarted => default;

    public CancellationToken ApplicationStopping => _stopping.Token;

    public CancellationToken ApplicationStopped => default;

    /// <summary>Does something on the activation's thread.</summary>
    public Task<T> Run<T>(Func<StreamWaiting, Task<T>> what) =>
        Task.Factory.StartNew(() => what(_waiting ??= new(Services, "s")), CancellationToken.None, TaskCreationOptions.None, _thread).Unwrap();

    /// <summary>Does something on the activation's thread.</summary>
    public Task Run(Action<StreamWaiting> what) => Run(waiting =>
    {
        what(waiting);
        return Task.FromResult(true);
    });

    public Task<StreamPage> ReadAsync(StreamId after, TimeSpan wait, int count = 100, CancellationToken cancellationToken = default) =>
        Run(waiting => waiting.ReadAsync(after, count, wait, cancellationToken));

    public Task<StreamEntry[]> ReadGroupAsync(string consumer, TimeSpan wait, int count = 10, CancellationToken cancellationToken = default) =>
        Run(waiting => waiting.ReadGroupAsync(new("g", consumer, count, wait), cancellationToken));

    /// <summary>Waits until so many calls wait.</summary>
    public Task UntilWaiting(int count) => Until(waiting => waiting.Count == count);

    /// <summary>Waits until it is so.</summary>
    public async Task Until(Func<StreamWaiting, bool> condition) =>
        (await Eventually.IsAsync(() => Run(waiting => Task.FromResult(condition(waiting))), static met => met)).ShouldBeTrue();

    /// <summary>Somebody else adds to the stream.</summary>
    public async Task<StreamId> AddAsync(params string[] data) => (await _store.PublishAsync("s", [SomeStream.Publish(data)], 0, TimeSpan.FromSeconds(1)))[0].Ids[^1];

    public int Count(string call) => Calls.Count(other => other == call);

    public void StopApplication() => _stopping.Cancel();

    public void Dispose()
    {
        Run(waiting => waiting.Dispose()).GetAwaiter().GetResult();
        _services.Dispose();
        _stopping.Dispose();
    }

    private async Task ReachAsync(string call)
    {
        Calls.Enqueue(call);
        await Task.Yield();
        if (OnCall is { } onCall)
        {
            await onCall(call);
        }
    }
}
