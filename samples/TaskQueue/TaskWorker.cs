using System.Text.Json;
using Microsoft.Extensions.Options;
using Orleans.Realtime.Grains.Interfaces;
using Orleans.Realtime.Grains.Interfaces.Streams;
using Orleans.Realtime.Samples;

namespace Orleans.Realtime.TaskQueue;

/// <summary>Takes tasks from the stream, does them, and says so in another stream. Start as many as you like.</summary>
internal sealed partial class TaskWorker(
    IGrainFactory grains, JsonLines lines, IOptions<TaskQueueOptions> options, TimeProvider time, ILogger<TaskWorker> logger) : BackgroundService
{
    private readonly ILogger _logger = logger;
    private readonly TaskQueueOptions _options = options.Value;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // No name: each start is a consumer of its own, and what one that was killed had in hand goes to the others.
        await using var consumer = await GroupConsumer.StartAsync(
            grains, _options.Stream, new() { Group = "workers", Count = _options.InHand, MinIdle = _options.TakeOverAfter }, stoppingToken);
        lines.Write(new { listening = _options.Stream, worker = consumer.Name });

        // An entry is acknowledged when the handler has come to its end. When it throws, the entry comes again.
        await consumer.RunAsync(
            (entry, cancellationToken) => entry.DeliveryCount > _options.MaxAttempts ? SetAsideAsync(entry, cancellationToken) : DoAsync(entry, consumer.Name, cancellationToken),
            (entry, fault) => LogFailed(entry.Id, entry.DeliveryCount, fault),
            stoppingToken);
    }

    private async Task DoAsync(StreamEntry entry, string worker, CancellationToken cancellationToken)
    {
        using var json = JsonDocument.Parse(entry.Data);
        var task = json.RootElement.GetProperty("task").GetString() ?? throw new JsonException("The task has no name.");
        lines.Write(new { began = task, attempt = entry.DeliveryCount });
        await Task.Delay(_options.Work, time, cancellationToken);

        // A worker that is killed between this line and the acknowledgement leaves the task to another one, who does it again. The key is the task's:
        // whoever says that it is done, and how often, says it once.
        var result = JsonSerializer.SerializeToUtf8Bytes(new { task, worker, attempt = entry.DeliveryCount });
        await grains.GetStream(_options.Stream + "-done").PublishAsync(result, idempotencyKey: $"done/{task}", cancellationToken: cancellationToken);
        lines.Write(new { done = task });
    }

    private async Task SetAsideAsync(StreamEntry entry, CancellationToken cancellationToken)
    {
        await grains.GetStream(_options.Stream + "-failed").PublishAsync(entry.Data, idempotencyKey: $"failed/{entry.Id}", cancellationToken: cancellationToken);
        lines.Write(new { failed = entry.Id.ToString(), attempts = entry.DeliveryCount - 1 });
    }

    [LoggerMessage(1, LogLevel.Warning, "Attempt {Attempt} at the task {Id} failed.", EventName = "TaskFailed")]
    private partial void LogFailed(StreamId id, int attempt, Exception fault);
}
