using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.Options;
using Orleans.Realtime.Grains.Interfaces.Messaging;
using Orleans.Realtime.Grains.Interfaces.Rooms;
using Orleans.Realtime.Samples;

namespace Orleans.Realtime.OrderNotifications;

/// <summary>Prints what happens in the room, whoever sent it.</summary>
internal sealed class OrderListener(IGrainFactory grains, JsonLines lines, IOptions<OrderOptions> options) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var room = options.Value.RoomId;
        await using var listener = await RoomListener.StartAsync(
            grains, room, new() { Name = "order-notifications", From = await LoadAsync(stoppingToken) }, stoppingToken);
        lines.Write(new { listening = room, seq = listener.Position?.Seq });
        await foreach (var next in listener.ReadAllAsync(stoppingToken))
        {
            if (next.Message is { } message)
            {
                using var data = JsonDocument.Parse(message.Data);
                lines.Write(new { heard = "message", room_id = room, seq = message.Seq, from_user_id = message.SenderId, data = data.RootElement });
            }
            else
            {
                lines.Write(new { heard = "gap", room_id = room, seq = next.Position.Seq });
            }

            await SaveAsync(next.Position, stoppingToken);
        }
    }

    private async Task<LogPosition?> LoadAsync(CancellationToken cancellationToken)
    {
        if (options.Value.PositionFile is not { } file || !File.Exists(file))
        {
            return null;
        }

        var parts = (await File.ReadAllTextAsync(file, cancellationToken)).Split(' ');
        return new(long.Parse(parts[0], CultureInfo.InvariantCulture), parts[1]);
    }

    private async Task SaveAsync(LogPosition position, CancellationToken cancellationToken)
    {
        if (options.Value.PositionFile is { } file)
        {
            // Written beside and moved: whenever the process is killed, the file holds one position or the other.
            await File.WriteAllTextAsync(file + ".next", $"{position.Seq.ToString(CultureInfo.InvariantCulture)} {position.Epoch}", cancellationToken);
            File.Move(file + ".next", file, overwrite: true);
        }
    }
}
