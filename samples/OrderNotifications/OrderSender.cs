using System.Text.Json;
using Microsoft.Extensions.Options;
using Orleans.Realtime.Grains.Interfaces;
using Orleans.Realtime.Grains.Interfaces.Messaging;
using Orleans.Realtime.Samples;

namespace Orleans.Realtime.OrderNotifications;

/// <summary>Every few seconds an order changes: its user gets an event, and the room a message.</summary>
internal sealed partial class OrderSender(
    IGrainFactory grains, JsonLines lines, IOptions<OrderOptions> options, TimeProvider time, ILogger<OrderSender> logger) : BackgroundService
{
    private readonly ILogger _logger = logger;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var (user, room) = (grains.GetUser(options.Value.UserId), grains.GetRoom(options.Value.RoomId));
        using var ticks = new PeriodicTimer(options.Value.Interval, time);
        while (await ticks.WaitForNextTickAsync(stoppingToken))
        {
            // The key comes from what the message is about: whoever announces this order again announces nothing new.
            var order = Guid.CreateVersion7().ToString("N");
            var json = JsonSerializer.SerializeToUtf8Bytes(new { order, status = "shipped" });
            try
            {
                var told = await user.SendAsync(ServiceMessage.ForUser("order-shipped", json, idempotencyKey: order), cancellationToken: stoppingToken);
                lines.Write(new { sent = "event", user_id = options.Value.UserId, order, seq = told.Seq, online = told.Online });
                var announced = await room.PublishAsync(ServiceMessage.ForRoom(json, idempotencyKey: order), cancellationToken: stoppingToken);
                lines.Write(new { sent = "message", room_id = options.Value.RoomId, order, seq = announced.Seq });
            }
            catch (Exception exception) when (exception is RealtimeException || TransientFault.Matches(exception))
            {
                // A service with orders that matter would keep this one, and send it again under the same key.
                LogNotSent(order, exception);
            }
        }
    }

    [LoggerMessage(1, LogLevel.Warning, "Order {Order} could not be announced.", EventName = "OrderNotSent")]
    private partial void LogNotSent(string order, Exception exception);
}
